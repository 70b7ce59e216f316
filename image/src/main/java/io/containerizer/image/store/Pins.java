package io.containerizer.image.store;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.containerizer.image.Digest;
import io.containerizer.image.manifest.Fields;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** The layers that pulls on their way count on, of this process and others: nobody removes them meanwhile. */
final class Pins {

    private static final String NAME = "pins-";

    private final StoreLayout layout;
    private final StoreDisk disk;
    private final OwnProcess own;

    Pins(StoreLayout layout, StoreDisk disk, OwnProcess own) {
        this.layout = layout;
        this.disk = disk;
        this.own = own;
    }

    /** Under the store's lock. The file is to be removed when the pull has ended. */
    Path add(Collection<Digest> diffIds) {
        JsonArray layers = new JsonArray();
        diffIds.forEach(d -> layers.add(d.toString()));
        JsonObject json = new JsonObject();
        json.add("layers", layers);
        Path file = layout.pins(own.name(), own.next());
        disk.note(file, json.toString());
        return file;
    }

    Set<Digest> all() {
        Set<Digest> all = new HashSet<>();
        for (String process : disk.list(layout.staging())) {
            for (String name : disk.list(layout.staging(process))) {
                if (name.startsWith(NAME) && StoreLayout.isRecord(name)) {
                    Path file = layout.staging(process).resolve(name);
                    disk.read(file)
                            .ifPresent(text -> all.addAll(
                                    Fields.parse("read pins", file.toString(), text.getBytes(StandardCharsets.UTF_8))
                                            .digests("layers")));
                }
            }
        }
        return all;
    }
}
