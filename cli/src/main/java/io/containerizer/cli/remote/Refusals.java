package io.containerizer.cli.remote;

import com.google.gson.JsonParseException;
import io.containerizer.agent.manage.Failure;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.checkpoint.RecordJson;
import org.jspecify.annotations.Nullable;

/** Makes of answers that say no what the same operation would throw here. */
final class Refusals {

    private Refusals() {}

    static ContainerizerException of(
            AgentAddress address, String path, int status, @Nullable String type, String text) {
        if (type != null && type.startsWith("application/json")) {
            try {
                return RecordJson.read(Failure.class, text).exception();
            } catch (JsonParseException e) {
                // then it is told as it is
            }
        }
        ContainerizerException failure = ContainerizerException.of(
                code(status),
                "ask agent",
                address.toString(),
                "it answers " + status + (text.isEmpty() ? "" : ": " + text));
        return switch (status) {
            case 401 -> failure.withHint("name a principal that it knows, with --principal and --secret_file");
            case 404 ->
                path.startsWith("/containerizer/")
                        ? failure.withHint("it may be another program, or an older agent")
                        : failure;
            default -> failure;
        };
    }

    private static ErrorCode code(int status) {
        return switch (status) {
            case 400 -> ErrorCode.INVALID_MESSAGE;
            case 401, 403 -> ErrorCode.FORBIDDEN;
            case 404 -> ErrorCode.NOT_FOUND;
            default -> ErrorCode.UNREACHABLE;
        };
    }

    static ContainerizerException unreachable(AgentAddress address, Throwable e) {
        String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return ContainerizerException.of(ErrorCode.UNREACHABLE, "ask agent", address.toString(), why)
                .withHint("see whether an agent serves there")
                .causedBy(e);
    }
}
