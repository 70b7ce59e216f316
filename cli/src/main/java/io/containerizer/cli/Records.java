package io.containerizer.cli;

import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.checkpoint.RealDisk;
import io.containerizer.lifecycle.ContainerStore;
import io.containerizer.lifecycle.StoredContainer;
import java.util.List;

/** The records of containers, read without an engine. */
final class Records {

    private final ContainerStore store;

    Records(Directories directories) {
        this.store = new ContainerStore(directories.layout(), new RealDisk(), "reader");
    }

    /** The container of this id; also when only the beginning of the id is given, if no other begins like it. */
    StoredContainer find(String text) {
        ContainerId id = ContainerId.parse(text);
        return store.find(id)
                .or(() -> store.find(Host.choose(store.list(), text)))
                .orElseThrow(() ->
                        ContainerizerException.of(ErrorCode.NOT_FOUND, "find container", text, "it has just gone"));
    }

    /** Those that have not ended. */
    List<StoredContainer> living() {
        return store.list().stream()
                .filter(id -> store.termination(id).isEmpty())
                .flatMap(id -> store.find(id).stream())
                .toList();
    }
}
