package io.containerizer.agent.local;

import io.containerizer.protocol.mesos.scheduler.Call;
import java.util.Optional;

/** What a scheduler's call must have. */
final class SchedulerChecks {

    private static final int UUID_LENGTH = 16;

    private SchedulerChecks() {}

    /** What is wrong with a call: 400, or 501 for a type that is none. */
    static Optional<Refusal> problem(Call call) {
        if (!call.hasType()) {
            return invalid("Expecting 'type' to be present");
        }
        if (call.getType() != Call.Type.SUBSCRIBE && !call.hasFrameworkId()) {
            return call.getType() == Call.Type.UNKNOWN
                    ? Optional.of(new Refusal(501, "Received 'UNKNOWN' call"))
                    : missing("framework_id");
        }
        return switch (call.getType()) {
            case UNKNOWN -> Optional.of(new Refusal(501, "Received 'UNKNOWN' call"));
            case SUBSCRIBE -> subscribe(call);
            case ACCEPT -> require(call.hasAccept(), "accept");
            case DECLINE -> require(call.hasDecline(), "decline");
            case KILL -> require(call.hasKill(), "kill");
            case SHUTDOWN -> require(call.hasShutdown(), "shutdown");
            case RECONCILE -> require(call.hasReconcile(), "reconcile");
            case MESSAGE -> require(call.hasMessage(), "message");
            case UPDATE_FRAMEWORK -> require(call.hasUpdateFramework(), "update_framework");
            case ACKNOWLEDGE -> acknowledge(call);
            default -> Optional.empty();
        };
    }

    private static Optional<Refusal> subscribe(Call call) {
        if (!call.hasSubscribe()) {
            return missing("subscribe");
        }
        String id = call.getSubscribe().getFrameworkInfo().getId().getValue();
        return call.hasFrameworkId() && !call.getFrameworkId().getValue().equals(id)
                ? invalid("'framework_id' differs from 'subscribe.framework_info.id'")
                : Optional.empty();
    }

    private static Optional<Refusal> acknowledge(Call call) {
        if (!call.hasAcknowledge()) {
            return missing("acknowledge");
        }
        return call.getAcknowledge().getUuid().size() == UUID_LENGTH ? Optional.empty() : invalid("Not a valid UUID");
    }

    private static Optional<Refusal> require(boolean there, String field) {
        return there ? Optional.empty() : missing(field);
    }

    private static Optional<Refusal> missing(String field) {
        return invalid("Expecting '" + field + "' to be present");
    }

    private static Optional<Refusal> invalid(String why) {
        return Optional.of(new Refusal(400, "Failed to validate scheduler::Call: " + why));
    }
}
