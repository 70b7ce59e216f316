package io.containerizer.agent.files;

import io.containerizer.agent.auth.Action;
import io.containerizer.agent.auth.Authorizer;
import io.containerizer.agent.state.EngineView;
import io.containerizer.agent.state.Sandbox;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerizerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The sandboxes of containers, for as long as they are there; nobody needs to attach them.
 *
 * <pre>
 * /containers/ID                             and below it /containers/CHILD for each level of nesting
 * WORK_DIR/containers/ID                     the same by the sandbox' real path
 * WORK_DIR/nested/ID/containers/CHILD/sandbox
 * </pre>
 */
public final class SandboxAttachments implements Attachments {

    private static final String LEVEL = "containers";
    private static final String VIRTUAL = "/" + LEVEL;

    private final EngineView containers;
    private final Authorizer authorizer;
    private final String sandboxes;
    private final String nested;

    /** @param workDirectory the engine's */
    public SandboxAttachments(EngineView containers, Authorizer authorizer, Path workDirectory) {
        this.containers = containers;
        this.authorizer = authorizer;
        this.sandboxes = workDirectory.resolve(LEVEL).toString();
        this.nested = workDirectory.resolve("nested").toString();
    }

    @Override
    public Optional<Attachment> find(String path) {
        return Stream.of(VIRTUAL, sandboxes, nested)
                .filter(top -> path.startsWith(top + "/"))
                .flatMap(top -> find(top, VirtualPath.below(top, path).split("/")).stream())
                .findFirst();
    }

    /** Of the containers that the path leads through, the last there is. */
    private Optional<Attachment> find(String top, String[] parts) {
        Optional<Attachment> last = Optional.empty();
        List<String> ids = new ArrayList<>();
        String virtual = top;
        for (int i = 0; i < parts.length; i += 2) {
            if (i > 0 && !parts[i - 1].equals(LEVEL)) {
                break;
            }
            ids.add(parts[i]);
            virtual += (i > 0 ? "/" + LEVEL + "/" : "/") + parts[i];
            Optional<Sandbox> sandbox = sandbox(ids);
            if (sandbox.isEmpty()) {
                break;
            }
            boolean isNestedReal = top.equals(nested);
            if (!isNestedReal) {
                last = Optional.of(attachment(virtual, sandbox.get()));
            } else if (i > 0 && i + 1 < parts.length && parts[i + 1].equals("sandbox")) {
                return Optional.of(attachment(virtual + "/sandbox", sandbox.get()));
            }
        }
        return last;
    }

    private Optional<Sandbox> sandbox(List<String> ids) {
        try {
            ContainerId id = new ContainerId(ids);
            return containers.sandbox(id).or(() -> forgotten(id));
        } catch (ContainerizerException e) {
            return Optional.empty(); // no name of a container
        }
    }

    /** One that was left for its files, as long as nobody removes it. Its owner is the user that the container had. */
    private Optional<Sandbox> forgotten(ContainerId id) {
        Path directory = Path.of(sandboxes, id.value());
        if (id.isNested() || !Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try {
            String owner = Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS).getName();
            return Optional.of(new Sandbox(id, directory, owner));
        } catch (IOException e) {
            return Optional.empty(); // somebody does so just now
        }
    }

    private Attachment attachment(String virtual, Sandbox sandbox) {
        return new Attachment(
                virtual,
                sandbox.directory(),
                caller -> authorizer.allows(caller, Action.ACCESS_SANDBOXES, sandbox.user()));
    }

    @Override
    public List<Attachment> all() {
        return containers.sandboxes().stream()
                .flatMap(sandbox -> Stream.of(
                        attachment(
                                VIRTUAL + "/"
                                        + String.join(
                                                "/" + LEVEL + "/",
                                                sandbox.container().path()),
                                sandbox),
                        attachment(sandbox.directory().toString(), sandbox)))
                .toList();
    }
}
