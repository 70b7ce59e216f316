package io.containerizer.image.manifest;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.containerizer.image.Digest;
import io.containerizer.image.Texts;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Random documents: whole ones, and such as nobody should have written. */
final class Documents {

    private static final List<String> LAYERS = List.of(
            "application/vnd.oci.image.layer.v1.tar",
            "application/vnd.oci.image.layer.v1.tar+gzip",
            "application/vnd.oci.image.layer.v1.tar+zstd",
            "application/vnd.docker.image.rootfs.diff.tar.gzip");

    private final Random random;
    private final Texts texts;

    Documents(Random random) {
        this.random = random;
        this.texts = new Texts(random);
    }

    static byte[] bytes(JsonElement json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    static JsonObject descriptor(String mediaType, Digest digest, long size) {
        JsonObject json = new JsonObject();
        json.addProperty("mediaType", mediaType);
        json.addProperty("digest", digest.toString());
        json.addProperty("size", size);
        return json;
    }

    JsonObject config(int layers) {
        JsonObject run = new JsonObject();
        run.add("Entrypoint", list("/bin/program", "--flag"));
        run.add("Cmd", random.nextBoolean() ? JsonNull.INSTANCE : list("a", "b"));
        run.add("Env", list("PATH=/bin", "X=1"));
        run.addProperty("WorkingDir", "/srv");
        run.addProperty("User", "1000:1000");
        JsonObject rootfs = new JsonObject();
        rootfs.addProperty("type", "layers");
        JsonArray diffIds = new JsonArray();
        for (int i = 0; i < layers; i++) {
            diffIds.add(texts.digest().toString());
        }
        rootfs.add("diff_ids", diffIds);
        JsonObject json = new JsonObject();
        json.addProperty("os", "linux");
        json.addProperty("architecture", "amd64");
        json.add("config", run);
        json.add("rootfs", rootfs);
        return json;
    }

    JsonObject manifest(byte[] config, int layers) {
        JsonObject json = new JsonObject();
        json.addProperty("schemaVersion", 2);
        json.addProperty("mediaType", MediaTypes.OCI_MANIFEST);
        json.add("config", descriptor(MediaTypes.OCI_CONFIG, Digest.of(config), config.length));
        JsonArray list = new JsonArray();
        for (int i = 0; i < layers; i++) {
            String type = LAYERS.get(random.nextInt(LAYERS.size()));
            list.add(descriptor(type, texts.digest(), random.nextLong(1L << 40)));
        }
        json.add("layers", list);
        return json;
    }

    JsonObject index(String... platforms) {
        JsonArray list = new JsonArray();
        for (String name : platforms) {
            JsonObject entry = descriptor(MediaTypes.OCI_MANIFEST, texts.digest(), 100);
            if (!name.isEmpty()) {
                String[] parts = name.split("/", -1);
                JsonObject platform = new JsonObject();
                platform.addProperty("os", parts[0]);
                platform.addProperty("architecture", parts[1]);
                if (parts.length > 2) {
                    platform.addProperty("variant", parts[2]);
                }
                entry.add("platform", platform);
            }
            list.add(entry);
        }
        JsonObject json = new JsonObject();
        json.addProperty("schemaVersion", 2);
        json.add("manifests", list);
        return json;
    }

    /** With a part of it exchanged for something else, or missing. */
    JsonElement changed(JsonElement json) {
        if (json instanceof JsonObject object && !object.isEmpty() && random.nextInt(4) != 0) {
            List<String> names = List.copyOf(object.keySet());
            String name = names.get(random.nextInt(names.size()));
            if (random.nextInt(5) == 0) {
                object.remove(name);
            } else {
                object.add(name, changed(object.get(name)));
            }
            return object;
        }
        if (json instanceof JsonArray array && !array.isEmpty() && random.nextInt(4) != 0) {
            int i = random.nextInt(array.size());
            array.set(i, changed(array.get(i)));
            return array;
        }
        return switch (random.nextInt(8)) {
            case 0 -> JsonNull.INSTANCE;
            case 1 -> new JsonPrimitive(-random.nextLong(1L << 62));
            case 2 -> new JsonPrimitive(1e300);
            case 3 -> new JsonPrimitive("\0\u001b[31m\n");
            case 4 -> new JsonPrimitive(true);
            case 5 -> list("a");
            case 6 -> new JsonObject();
            default -> new JsonPrimitive("");
        };
    }

    /** With some bytes exchanged, lost or cut off. */
    byte[] damaged(byte[] whole) {
        byte[] bytes = whole.clone();
        for (int count = random.nextInt(1, 4); count > 0; count--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        int end = random.nextInt(3) == 0 ? random.nextInt(bytes.length) : bytes.length;
        return Arrays.copyOf(bytes, end);
    }

    private static JsonArray list(String... values) {
        JsonArray list = new JsonArray();
        for (String value : values) {
            list.add(value);
        }
        return list;
    }
}
