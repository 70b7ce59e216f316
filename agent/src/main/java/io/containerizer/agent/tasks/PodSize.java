package io.containerizer.agent.tasks;

import io.containerizer.api.Bytes;
import io.containerizer.api.Resources;
import io.containerizer.protocol.convert.ResourceMessages;
import io.containerizer.protocol.mesos.ExecutorInfo;
import io.containerizer.protocol.mesos.Resource;
import io.containerizer.protocol.mesos.TaskInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What the container of an executor must have for itself and all of its tasks. */
record PodSize(Resources requests, Resources limits) {

    private static final double UNLIMITED = Double.POSITIVE_INFINITY;

    /**
     * Where no task has a limit there is none but what follows from the requests. Otherwise a task without one counts with
     * its request; its processors are without limit, and so are those of all.
     */
    static PodSize of(ExecutorInfo executor, Collection<TaskInfo> tasks) {
        List<Resource> all = new ArrayList<>(executor.getResourcesList());
        Resources own = ResourceMessages.fromRequest(executor.getResourcesList());
        double cpus = own.cpus();
        double memory = own.memory().value();
        boolean limitsCpus = false;
        boolean limitsMemory = false;
        for (TaskInfo task : tasks) {
            all.addAll(task.getResourcesList());
            Resources request = ResourceMessages.fromRequest(task.getResourcesList());
            Resources limit = ResourceMessages.fromLimits(task.getLimitsMap());
            limitsCpus |= limit.hasCpus();
            limitsMemory |= limit.hasMemory();
            cpus += limit.hasCpus() ? limit.cpus() : UNLIMITED;
            memory += limit.memory().equals(Resources.UNLIMITED)
                    ? UNLIMITED
                    : (limit.hasMemory() ? limit : request).memory().value();
        }
        return new PodSize(
                ResourceMessages.fromRequest(all),
                new Resources(
                        limitsCpus ? cpus : 0,
                        !limitsMemory
                                ? Bytes.ZERO
                                : memory >= Long.MAX_VALUE ? Resources.UNLIMITED : new Bytes((long) memory),
                        Bytes.ZERO));
    }

    /** The size after another: what had a limit of processors, and is to have none, needs to be told. */
    PodSize after(PodSize before) {
        return before.limits.hasCpus() && !limits.hasCpus() ? new PodSize(requests, limits.withCpus(UNLIMITED)) : this;
    }
}
