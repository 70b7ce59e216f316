package io.containerizer.cli;

import io.containerizer.protocol.mesos.Offer;
import io.containerizer.protocol.mesos.TaskID;
import java.util.List;
import java.util.Optional;

/** What is run by {@code execute}: a task, or a group of them. */
interface ExecutedWork {

    /** What its framework is named after. */
    String name();

    List<TaskID> tasks();

    /** How it is launched on a part of an offer; nothing when the offer is too small. */
    Optional<Offer.Operation> on(Offer offer);

    /** Where a task's files are, below the executors of its framework. */
    String sandbox(TaskID task);

    /** Where what a task writes is shown. */
    TaskStreams streams(TaskID task, Output output);
}
