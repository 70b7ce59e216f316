package io.containerizer.agent.local;

import io.containerizer.agent.api.ApiFailure;
import io.containerizer.protocol.mesos.scheduler.Call;

/** What a scheduler's call must have. */
final class SchedulerChecks {

    private static final int UUID_LENGTH = 16;

    private SchedulerChecks() {}

    /** @throws ApiFailure 400, or 501 for a type that is none */
    static void check(Call call) {
        if (!call.hasType() || call.getType() == Call.Type.UNKNOWN) {
            throw call.hasType()
                    ? new ApiFailure(501, "Received 'UNKNOWN' call")
                    : new ApiFailure(400, "Failed to validate scheduler::Call: Expecting 'type' to be present");
        }
        if (call.getType() == Call.Type.SUBSCRIBE) {
            require(call.hasSubscribe(), "subscribe");
            String id = call.getSubscribe().getFrameworkInfo().getId().getValue();
            if (call.hasFrameworkId() && !call.getFrameworkId().getValue().equals(id)) {
                throw invalid("'framework_id' differs from 'subscribe.framework_info.id'");
            }
            return;
        }
        require(call.hasFrameworkId(), "framework_id");
        switch (call.getType()) {
            case ACCEPT -> require(call.hasAccept(), "accept");
            case DECLINE -> require(call.hasDecline(), "decline");
            case KILL -> require(call.hasKill(), "kill");
            case SHUTDOWN -> require(call.hasShutdown(), "shutdown");
            case RECONCILE -> require(call.hasReconcile(), "reconcile");
            case MESSAGE -> require(call.hasMessage(), "message");
            case UPDATE_FRAMEWORK -> require(call.hasUpdateFramework(), "update_framework");
            case ACKNOWLEDGE -> {
                require(call.hasAcknowledge(), "acknowledge");
                if (call.getAcknowledge().getUuid().size() != UUID_LENGTH) {
                    throw invalid("Not a valid UUID");
                }
            }
            default -> {}
        }
    }

    private static void require(boolean there, String field) {
        if (!there) {
            throw invalid("Expecting '" + field + "' to be present");
        }
    }

    private static ApiFailure invalid(String why) {
        return new ApiFailure(400, "Failed to validate scheduler::Call: " + why);
    }
}
