package io.containerizer.protocol.convert;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerStatus;
import io.containerizer.api.ResourceStatistics;
import io.containerizer.api.Statistic;
import io.containerizer.protocol.mesos.CgroupInfo;
import io.containerizer.protocol.mesos.DiskStatistics;
import io.containerizer.protocol.mesos.Resource;
import java.util.Map;

/** What is told of running containers. */
public final class Usage {

    private Usage() {}

    /** Figures that nobody measured stay unset. A volume that is not persistent has its path as the id of what persists. */
    public static io.containerizer.protocol.mesos.ResourceStatistics toMessage(ResourceStatistics statistics) {
        var message = io.containerizer.protocol.mesos.ResourceStatistics.newBuilder();
        message.setTimestamp(statistics.timestamp());
        for (Map.Entry<Statistic, Number> figure : statistics.values().entrySet()) {
            FieldDescriptor field = field(figure.getKey());
            Number value = figure.getValue();
            message.setField(
                    field,
                    switch (field.getJavaType()) {
                        case DOUBLE -> value.doubleValue();
                        case INT -> value.intValue();
                        default -> value.longValue();
                    });
        }
        statistics.disks().forEach(disk -> message.addDiskStatistics(toMessage(disk)));
        return message.build();
    }

    private static FieldDescriptor field(Statistic statistic) {
        return io.containerizer.protocol.mesos.ResourceStatistics.getDescriptor()
                .findFieldByName(statistic.field());
    }

    private static DiskStatistics toMessage(io.containerizer.api.DiskStatistics disk) {
        DiskStatistics.Builder message = DiskStatistics.newBuilder();
        disk.persistence()
                .map(io.containerizer.api.DiskStatistics.Persistence::id)
                .or(disk::volume)
                .ifPresent(id -> message.setPersistence(
                        Resource.DiskInfo.Persistence.newBuilder().setId(id)));
        disk.limitBytes().ifPresent(message::setLimitBytes);
        disk.usedBytes().ifPresent(message::setUsedBytes);
        return message.build();
    }

    public static io.containerizer.protocol.mesos.ContainerStatus toMessage(ContainerId id, ContainerStatus status) {
        var message = io.containerizer.protocol.mesos.ContainerStatus.newBuilder();
        message.setContainerId(ContainerIds.toMessage(id));
        status.executorPid().ifPresent(message::setExecutorPid);
        status.cgroupInfo()
                .flatMap(io.containerizer.api.CgroupInfo::netCls)
                .ifPresent(netCls -> message.setCgroupInfo(CgroupInfo.newBuilder()
                        .setNetCls(CgroupInfo.NetCls.newBuilder().setClassid((int) netCls.classid()))));
        return message.build();
    }
}
