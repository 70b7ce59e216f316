package io.containerizer.cli;

import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.ResourceStatistics;
import io.containerizer.api.Termination;
import io.containerizer.api.Volume;
import io.containerizer.lifecycle.ContainerView;
import io.containerizer.lifecycle.StoredContainer;
import io.containerizer.lifecycle.VolumeView;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Where containers are: here, or with an agent. */
interface Host extends AutoCloseable {

    static Host of(Arguments arguments, Output output) {
        Remote.checkUnused(arguments);
        return Remote.is(arguments) ? new RemoteHost(Remote.client(arguments)) : new LocalHost(arguments, output);
    }

    /** Those that have ended included, parents before their children. */
    List<ContainerView> containers();

    /** The container of this id; also when only the beginning of the id is given, if no other begins like it. */
    StoredContainer find(String text);

    /** False: it has ended. */
    boolean kill(StoredContainer container, int signal);

    CompletableFuture<Termination> await(StoredContainer container);

    /** @param force whether one that runs is ended before */
    void remove(StoredContainer container, boolean force);

    /** Nothing when it has ended. */
    Optional<ResourceStatistics> usage(StoredContainer container);

    /** All that is known of it, as JSON. */
    String inspect(StoredContainer container);

    /**
     * What it has written.
     *
     * @param stdout where that goes; absent: nobody wants to see it
     */
    Attachment logs(
            StoredContainer container, Optional<WritableByteChannel> stdout, Optional<WritableByteChannel> stderr);

    List<VolumeView> volumes();

    void removeVolume(Volume.Persistent volume);

    @Override
    void close();

    /** The one among these that is called so, or the only one whose id begins like that. */
    static ContainerId choose(List<ContainerId> ids, String text) {
        ContainerId id = ContainerId.parse(text);
        if (ids.contains(id)) {
            return id;
        }
        List<ContainerId> matching = ids.stream()
                .filter(known -> known.toString().startsWith(text))
                .filter(known -> known.path().size() == id.path().size())
                .toList();
        if (matching.size() > 1) {
            throw ContainerizerException.of(
                            ErrorCode.NOT_FOUND, "find container", text, matching.size() + " ids begin like this")
                    .withHint("write more of it");
        }
        return matching.stream()
                .findFirst()
                .orElseThrow(() -> ContainerizerException.of(
                                ErrorCode.NOT_FOUND, "find container", text, "there is none of this name")
                        .withHint("list them with: containerizer ps --all"));
    }
}
