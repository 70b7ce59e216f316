package io.containerizer.protocol.convert;

import io.containerizer.api.Limitation;
import io.containerizer.api.Termination;
import io.containerizer.protocol.mesos.TaskResourceLimitation;
import io.containerizer.protocol.mesos.TaskState;
import io.containerizer.protocol.mesos.TaskStatus;
import io.containerizer.protocol.mesos.agent.Response;

/** How containers ended. */
public final class Endings {

    private Endings() {}

    /** The answer to who waited. State, reason and limitation are there when a limit ended the container, and only then. */
    public static Response.WaitContainer toMessage(Termination termination) {
        Response.WaitContainer.Builder message = Response.WaitContainer.newBuilder();
        message.setExitStatus(termination.status());
        termination.limitation().ifPresent(limitation -> {
            message.setState(TaskState.TASK_FAILED);
            message.setReason(reason(limitation.reason()));
            message.setLimitation(TaskResourceLimitation.newBuilder()
                    .addAllResources(ResourceMessages.toMessages(limitation.resource())));
        });
        if (!termination.message().isEmpty()) {
            message.setMessage(termination.message());
        }
        return message.build();
    }

    /** The same to who asked by the older call for nested containers. */
    public static Response.WaitNestedContainer toNestedMessage(Termination termination) {
        Response.WaitContainer message = toMessage(termination);
        Response.WaitNestedContainer.Builder nested = Response.WaitNestedContainer.newBuilder();
        nested.setExitStatus(message.getExitStatus());
        if (message.hasState()) {
            nested.setState(message.getState()).setReason(message.getReason()).setLimitation(message.getLimitation());
        }
        if (message.hasMessage()) {
            nested.setMessage(message.getMessage());
        }
        return nested.build();
    }

    private static TaskStatus.Reason reason(Limitation.Reason reason) {
        return switch (reason) {
            case REASON_CONTAINER_LIMITATION -> TaskStatus.Reason.REASON_CONTAINER_LIMITATION;
            case REASON_CONTAINER_LIMITATION_DISK -> TaskStatus.Reason.REASON_CONTAINER_LIMITATION_DISK;
            case REASON_CONTAINER_LIMITATION_MEMORY -> TaskStatus.Reason.REASON_CONTAINER_LIMITATION_MEMORY;
        };
    }
}
