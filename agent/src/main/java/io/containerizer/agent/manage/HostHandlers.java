package io.containerizer.agent.manage;

import io.containerizer.agent.auth.Action;
import io.containerizer.agent.auth.Authorizer;
import io.containerizer.agent.http.Answer;
import io.containerizer.agent.http.Request;
import io.containerizer.agent.state.BuildInfo;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.FlagValues;
import io.containerizer.api.Volume;
import io.containerizer.lifecycle.Containerizer;
import io.containerizer.lifecycle.DoctorReport;
import io.containerizer.lifecycle.EngineFlags;
import java.util.HashMap;
import java.util.Map;

/** What the host has besides containers: persistent volumes, and features of its kernel. */
final class HostHandlers {

    private final Containerizer engine;
    private final FlagValues flags;
    private final Authorizer authorizer;

    /** @param flags the engine's */
    HostHandlers(Containerizer engine, FlagValues flags, Authorizer authorizer) {
        this.engine = engine;
        this.flags = flags;
        this.authorizer = authorizer;
    }

    Answer volumes(Request request) {
        return Replies.json(new ListedVolumes(engine.volumes()));
    }

    Answer removeVolume(Request request) {
        String name = Replies.parameter(request, "volume");
        int slash = name.lastIndexOf('/');
        if (slash < 0) {
            throw ContainerizerException.of(
                            ErrorCode.INVALID_MESSAGE, "read", "parameter volume", "'" + name + "' is no volume's name")
                    .withHint("write ROLE/ID");
        }
        Volume.Persistent volume = new Volume.Persistent(name.substring(0, slash), name.substring(slash + 1));
        if (!authorizer.allows(request.caller(), Action.MANAGE_VOLUMES, volume.role())) {
            throw ContainerizerException.of(ErrorCode.FORBIDDEN, "remove volume", name, "forbidden");
        }
        engine.removeVolume(volume);
        return Answer.json("{}");
    }

    /** The agent's own isolators, or those that are named. */
    Answer doctor(Request request) {
        Map<String, String> given = new HashMap<>(flags.given());
        given.remove(EngineFlags.ISOLATION.name());
        request.parameter("isolation").ifPresent(names -> given.put(EngineFlags.ISOLATION.name(), names));
        return Replies.json(DoctorReport.of(BuildInfo.ofThisProgram().version(), new FlagValues(given)));
    }
}
