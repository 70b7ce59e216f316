import java.util.ArrayList;
import java.util.List;
import org.apache.mesos.protobuf.DescriptorProtos.DescriptorProto;
import org.apache.mesos.protobuf.DescriptorProtos.EnumDescriptorProto;
import org.apache.mesos.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import org.apache.mesos.protobuf.DescriptorProtos.FieldDescriptorProto;
import org.apache.mesos.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import org.apache.mesos.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import org.apache.mesos.protobuf.DescriptorProtos.FileDescriptorProto;

/** What Mesos 1.12 has in its v1 messages and the last released jar, 1.11, has not. */
final class NewerParts {

    private static final String STATISTICS = ".mesos.v1.ResourceStatistics";

    private NewerParts() {}

    static FileDescriptorProto added(FileDescriptorProto file) {
        if (!file.getName().equals("mesos/v1/mesos.proto")) {
            return file;
        }
        FileDescriptorProto.Builder copy = file.toBuilder();
        for (DescriptorProto.Builder message : copy.getMessageTypeBuilderList()) {
            switch (message.getName()) {
                case "ResourceStatistics" -> addTo(message);
                case "CapabilityInfo" -> {
                    EnumDescriptorProto.Builder capability = message.getEnumTypeBuilder(0);
                    capability.addValue(value("PERFMON", 1038));
                    capability.addValue(value("BPF", 1039));
                    capability.addValue(value("CHECKPOINT_RESTORE", 1040));
                }
                case "MasterInfo" ->
                    message.getNestedTypeBuilder(0).getEnumTypeBuilder(0).addValue(value("QUOTA_V2", 3));
                default -> {}
            }
        }
        return copy.build();
    }

    private static void addTo(DescriptorProto.Builder statistics) {
        insertAfter(
                statistics,
                "mem_total_memsw_bytes",
                List.of(uint64("mem_kmem_usage_bytes", 52), uint64("mem_kmem_tcp_usage_bytes", 53)));
        insertAfter(
                statistics,
                "net_tx_dropped",
                List.of(
                        uint64("net_tx_rate_limit", 46),
                        uint64("net_tx_burst_rate_limit", 47),
                        uint64("net_tx_burst_size", 48),
                        uint64("net_rx_rate_limit", 49),
                        uint64("net_rx_burst_rate_limit", 50),
                        uint64("net_rx_burst_size", 51),
                        message("net_rate_statistics", 54, STATISTICS + ".RateStatistics"),
                        message("net_ephemeral_ports", 55, ".mesos.v1.Value.Range")));
        DescriptorProto.Builder percentiles = statistics.addNestedTypeBuilder().setName("RatePercentiles");
        List<String> figures = List.of("min", "max", "p50", "p90", "p95", "p99", "p999", "p9999", "samples");
        for (String figure : figures) {
            percentiles.addField(uint64(figure, percentiles.getFieldCount() + 1));
        }
        DescriptorProto.Builder rates = statistics.addNestedTypeBuilder().setName("RateStatistics");
        for (String direction : List.of("rx", "tx")) {
            for (String rate : List.of("rate", "packet_rate", "drop_rate", "error_rate")) {
                rates.addField(message(
                        direction + "_" + rate, rates.getFieldCount() + 1, STATISTICS + ".RatePercentiles"));
            }
        }
        rates.addField(field("sampling_window_secs", 9).setType(Type.TYPE_DOUBLE));
        rates.addField(field("sampling_interval_secs", 10).setType(Type.TYPE_DOUBLE));
    }

    /** The place of a field matters: it is the place in the JSON. */
    private static void insertAfter(
            DescriptorProto.Builder message, String name, List<FieldDescriptorProto.Builder> fields) {
        List<FieldDescriptorProto> all = new ArrayList<>(message.getFieldList());
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).getName().equals(name)) {
                all.addAll(i + 1, fields.stream().map(FieldDescriptorProto.Builder::build).toList());
                message.clearField().addAllField(all);
                return;
            }
        }
        throw new IllegalStateException(message.getName() + " has no field " + name);
    }

    private static FieldDescriptorProto.Builder uint64(String name, int number) {
        return field(name, number).setType(Type.TYPE_UINT64);
    }

    private static FieldDescriptorProto.Builder message(String name, int number, String type) {
        return field(name, number).setType(Type.TYPE_MESSAGE).setTypeName(type);
    }

    private static FieldDescriptorProto.Builder field(String name, int number) {
        return FieldDescriptorProto.newBuilder().setName(name).setNumber(number).setLabel(Label.LABEL_OPTIONAL);
    }

    private static EnumValueDescriptorProto value(String name, int number) {
        return EnumValueDescriptorProto.newBuilder().setName(name).setNumber(number).build();
    }
}
