package io.containerizer.image.store;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.image.Digest;
import io.containerizer.image.manifest.Fields;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who uses which image. A use ends when the path that it was announced with is gone, whoever removed it; the files that
 * say so are removed later.
 */
final class Uses {

    private final StoreLayout layout;
    private final StoreDisk disk;

    Uses(StoreLayout layout, StoreDisk disk) {
        this.layout = layout;
        this.disk = disk;
    }

    /** @param owner the path for whose life time the image is in use */
    record Use(Path owner, Digest image, List<Digest> layers) {}

    void add(Use use) {
        JsonArray layers = new JsonArray();
        use.layers.forEach(l -> layers.add(l.toString()));
        JsonObject json = new JsonObject();
        json.addProperty("owner", use.owner.toString());
        json.addProperty("image", use.image.toString());
        json.add("layers", layers);
        disk.note(layout.use(use.owner, use.image), json.toString());
    }

    /** What is known: with {@code damaged}, files that do not say what their owners use. */
    record Known(List<Use> living, List<Path> damaged) {

        /** @throws ContainerizerException CHECKPOINT_FAILED if not all is known: then nothing may be removed */
        List<Use> all() {
            if (!damaged.isEmpty()) {
                throw ContainerizerException.of(
                                ErrorCode.CHECKPOINT_FAILED,
                                "find out who uses images in",
                                damaged.getFirst().toString(),
                                "it is damaged")
                        .withHint("remove it once no container runs of an image of this store");
            }
            return living;
        }
    }

    /** Files of uses that have ended are removed. */
    Known known() {
        List<Use> living = new ArrayList<>();
        List<Path> damaged = new ArrayList<>();
        for (String name : disk.list(layout.uses())) {
            if (StoreLayout.isRecord(name)) {
                Path file = layout.uses().resolve(name);
                try {
                    Optional<Use> use = read(file);
                    use.filter(u -> disk.exists(u.owner)).ifPresentOrElse(living::add, () -> disk.remove(file));
                } catch (ContainerizerException e) {
                    if (e.code() != ErrorCode.INVALID_IMAGE) {
                        throw e;
                    }
                    damaged.add(file);
                }
            }
        }
        return new Known(living, damaged);
    }

    private Optional<Use> read(Path file) {
        return disk.read(file).map(text -> {
            Fields fields = Fields.parse("read use", file.toString(), text.getBytes(StandardCharsets.UTF_8));
            return new Use(Path.of(fields.text("owner")), fields.digest("image"), fields.digests("layers"));
        });
    }
}
