package io.containerizer.agent.files;

import io.containerizer.agent.auth.Caller;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;

/** Attachments that are made and taken back one by one. From any thread. */
public final class VirtualPaths implements Attachments {

    private final Map<String, Attachment> attached = new ConcurrentSkipListMap<>();

    /** Serves {@code real} as {@code virtual} from now on, in the place of what was served as that. */
    public void attach(String virtual, Path real, Predicate<Caller> access) {
        String normal = VirtualPath.normal(virtual);
        attached.put(normal, new Attachment(normal, real, access));
    }

    /** What is being read goes on being read. */
    public void detach(String virtual) {
        attached.remove(VirtualPath.normal(virtual));
    }

    @Override
    public Optional<Attachment> find(String path) {
        for (String prefix = path; !prefix.isEmpty(); prefix = prefix.substring(0, prefix.lastIndexOf('/'))) {
            Attachment found = attached.get(prefix);
            if (found != null) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    @Override
    public List<Attachment> all() {
        return List.copyOf(attached.values());
    }
}
