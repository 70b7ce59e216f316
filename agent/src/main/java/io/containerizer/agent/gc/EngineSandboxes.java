package io.containerizer.agent.gc;

import io.containerizer.api.ContainerId;
import io.containerizer.lifecycle.Containerizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Those of an engine. */
public record EngineSandboxes(Containerizer engine) implements Sandboxes {

    @Override
    public List<Unused> unused(boolean nested) {
        List<Unused> all = new ArrayList<>();
        engine.sandboxesWithoutRecord()
                .forEach((id, since) -> all.add(new Unused(id.toString(), since, () -> engine.removeSandbox(id))));
        if (nested) {
            engine.containers().stream()
                    .filter(view -> view.id().isNested() && view.termination().isPresent())
                    .forEach(view -> all.add(new Unused(
                            view.id().toString(), end(view.id()), () -> engine.removeSandboxOfEnded(view.id()))));
        }
        return List.copyOf(all);
    }

    private Instant end(ContainerId id) {
        return engine.endTime(id).orElse(Instant.MAX);
    }
}
