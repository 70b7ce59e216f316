package io.containerizer.lifecycle;

import io.containerizer.api.Container;
import io.containerizer.api.ContainerState;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.Contribution;
import io.containerizer.api.ErrorCode;
import io.containerizer.launch.InitProcess;
import io.containerizer.launch.LaunchPlan;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/** The way from a reserved id to a running command, one phase after the other. */
final class LaunchSequence {

    private final EngineParts parts;

    LaunchSequence(EngineParts parts) {
        this.parts = parts;
    }

    void run(ManagedContainer managed, StoredContainer stored, Runnable exited) {
        long began = System.nanoTime();
        managed.to(ContainerState.PROVISIONING);
        if (parts.images.areUsedBy(stored.spec())) {
            parts.pending.during("provisioner", "provision", managed.id(), () -> provision(managed, stored));
            began = parts.counters.ended(LaunchPhase.PROVISION, began);
        }
        Container container = managed.container();
        checkRootfs(container);
        makeSandbox(container);
        parts.volumes.provide(container.spec(), container.identity());

        managed.to(ContainerState.PREPARING);
        LaunchPlan plan = plan(managed);

        began = parts.counters.ended(LaunchPhase.PREPARE, began);
        managed.to(ContainerState.ISOLATING);
        InitProcess init = parts.pending.during(
                "launcher",
                "fork",
                managed.id(),
                () -> parts.launcher.launch(plan, pid -> managed.isolators().isolate(container, pid), exited));
        if (!plan.gate()) {
            managed.isolators().isolate(container, init.pid());
        }
        managed.launched(init, plan);
        managed.to(ContainerState.RUNNING);
        parts.counters.ended(LaunchPhase.START, began);
    }

    /** What was made is written down before anything is built upon it. */
    private void provision(ManagedContainer managed, StoredContainer stored) {
        StoredContainer complete;
        try {
            complete = parts.images.provision(
                    stored, stored.id().parent().flatMap(parts.store::find), managed.destroying());
        } catch (CancellationException e) {
            throw managed.destroyedBefore(ContainerState.PREPARING).causedBy(e);
        }
        parts.store.rewrite(complete);
        managed.replace(parts.container(complete));
    }

    private LaunchPlan plan(ManagedContainer managed) {
        Container container = managed.container();
        List<Contribution> contributions = new ArrayList<>(managed.isolators().prepare(container));
        contributions.addFirst(parts.launcher.prepare(container, all(contributions)));
        return parts.merger.merge(container, contributions);
    }

    /** Only the namespaces of all contributions: what a launcher must know to plan its own part. */
    private static Contribution all(List<Contribution> contributions) {
        Contribution.Builder all = Contribution.builder();
        contributions.forEach(c -> {
            c.cloneNamespaces().forEach(all::cloneNamespace);
            c.enterNamespaces().forEach(all::enterNamespace);
        });
        return all.build();
    }

    private static void checkRootfs(Container container) {
        container.spec().rootfs().ifPresent(rootfs -> {
            try {
                if (!Files.isDirectory(rootfs) || !rootfs.toRealPath().equals(rootfs) || rootfs.equals(Path.of("/"))) {
                    throw ContainerizerException.of(
                                    ErrorCode.INVALID_SPEC,
                                    "use root file system",
                                    rootfs.toString(),
                                    "it is not the real path of a directory other than /")
                            .withHint("name a directory by an absolute path without symbolic links");
                }
            } catch (IOException e) {
                throw ContainerizerException.of(
                                ErrorCode.INVALID_SPEC, "use root file system", rootfs.toString(), "it cannot be read")
                        .causedBy(e);
            }
        });
    }

    /** A DEBUG container's holds nothing but its output. */
    private void makeSandbox(Container container) {
        Path sandbox = container.sandbox();
        try {
            if (container.id().isNested()) {
                Files.createDirectories(sandbox.getParent());
            }
            OwnedDirectory.make(sandbox, container.identity());
        } catch (FileAlreadyExistsException e) {
            throw ContainerizerException.of(
                            ErrorCode.LAUNCH_FAILED, "make sandbox", sandbox.toString(), "it is there already")
                    .withHint("remove it, or give the container another name or sandbox")
                    .causedBy(e);
        } catch (IOException e) {
            throw ContainerizerException.of(
                            ErrorCode.LAUNCH_FAILED, "make sandbox", sandbox.toString(), String.valueOf(e.getMessage()))
                    .causedBy(e);
        }
    }
}
