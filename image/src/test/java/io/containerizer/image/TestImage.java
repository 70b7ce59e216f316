package io.containerizer.image;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * An image made of the archives of its layers, and the files that the different kinds of archives consist of.
 *
 * @param layers tar archives, the lowest first
 */
public record TestImage(String platform, List<byte[]> layers) {

    public static TestImage of(String platform, String... layers) {
        List<byte[]> archives = new ArrayList<>();
        for (String content : layers) {
            archives.add(new TestTar().file("file-" + content, content).bytes());
        }
        return new TestImage(platform, archives);
    }

    public List<Digest> diffIds() {
        return layers.stream().map(Digest::of).toList();
    }

    public byte[] config() {
        JsonArray ids = new JsonArray();
        diffIds().forEach(d -> ids.add(d.toString()));
        JsonObject rootfs = new JsonObject();
        rootfs.addProperty("type", "layers");
        rootfs.add("diff_ids", ids);
        JsonObject json = run();
        json.add("rootfs", rootfs);
        return bytes(json);
    }

    private JsonObject run() {
        JsonArray cmd = new JsonArray();
        cmd.add("/bin/program");
        JsonObject config = new JsonObject();
        config.add("Cmd", cmd);
        JsonObject json = new JsonObject();
        json.addProperty("os", platform.split("/")[0]);
        json.addProperty("architecture", platform.split("/")[1]);
        json.add("config", config);
        return json;
    }

    public byte[] manifest(boolean gzip) {
        JsonArray list = new JsonArray();
        for (byte[] layer : layers) {
            byte[] blob = gzip ? gzip(layer) : layer;
            list.add(descriptor("application/vnd.oci.image.layer.v1.tar" + (gzip ? "+gzip" : ""), blob));
        }
        JsonObject json = new JsonObject();
        json.addProperty("schemaVersion", 2);
        json.add("config", descriptor("application/vnd.oci.image.config.v1+json", config()));
        json.add("layers", list);
        return bytes(json);
    }

    /** The blobs of a layout. */
    public Map<String, byte[]> blobs(boolean gzip) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        put(files, config());
        put(files, manifest(gzip));
        layers.forEach(layer -> put(files, gzip ? gzip(layer) : layer));
        return files;
    }

    public static void put(Map<String, byte[]> files, byte[] blob) {
        files.put("blobs/sha256/" + Digest.of(blob).hex(), blob);
    }

    /** What an index says about this image. */
    public JsonObject entry(boolean gzip, Map<String, String> annotations) {
        JsonObject json = descriptor("application/vnd.oci.image.manifest.v1+json", manifest(gzip));
        JsonObject forPlatform = new JsonObject();
        forPlatform.addProperty("os", platform.split("/")[0]);
        forPlatform.addProperty("architecture", platform.split("/")[1]);
        json.add("platform", forPlatform);
        JsonObject notes = new JsonObject();
        annotations.forEach(notes::addProperty);
        json.add("annotations", notes);
        return json;
    }

    public static byte[] index(JsonObject... entries) {
        JsonArray list = new JsonArray();
        for (JsonObject entry : entries) {
            list.add(entry);
        }
        JsonObject json = new JsonObject();
        json.addProperty("schemaVersion", 2);
        json.add("manifests", list);
        return bytes(json);
    }

    public static JsonObject descriptor(String mediaType, byte[] content) {
        JsonObject json = new JsonObject();
        json.addProperty("mediaType", mediaType);
        json.addProperty("digest", Digest.of(content).toString());
        json.addProperty("size", content.length);
        return json;
    }

    /** The files of an archive with {@code manifest.json}. */
    public Map<String, byte[]> saved(String... names) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        String config = Digest.of(config()).hex() + ".json";
        files.put(config, config());
        JsonArray list = new JsonArray();
        for (byte[] layer : layers) {
            String file = Digest.of(layer).hex() + "/layer.tar";
            files.put(file, layer);
            list.add(file);
        }
        JsonArray tags = new JsonArray();
        for (String name : names) {
            tags.add(name);
        }
        JsonObject json = new JsonObject();
        json.addProperty("Config", config);
        json.add("RepoTags", tags);
        json.add("Layers", list);
        JsonArray all = new JsonArray();
        all.add(json);
        files.put("manifest.json", all.toString().getBytes(StandardCharsets.UTF_8));
        return files;
    }

    /** The files of an archive without digests. */
    public Map<String, byte[]> old(String repository, String tag) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        String parent = "";
        for (byte[] layer : layers) {
            String id = Digest.of((parent + Digest.of(layer)).getBytes(StandardCharsets.UTF_8))
                    .hex();
            JsonObject json = run();
            json.addProperty("id", id);
            if (!parent.isEmpty()) {
                json.addProperty("parent", parent);
            }
            files.put(id + "/VERSION", "1.0".getBytes(StandardCharsets.UTF_8));
            files.put(id + "/json", bytes(json));
            files.put(id + "/layer.tar", layer);
            parent = id;
        }
        JsonObject tags = new JsonObject();
        tags.addProperty(tag, parent);
        JsonObject repositories = new JsonObject();
        repositories.add(repository, tags);
        files.put("repositories", bytes(repositories));
        return files;
    }

    public static byte[] tar(Map<String, byte[]> files) {
        TestTar tar = new TestTar();
        files.forEach(tar::file);
        return tar.bytes();
    }

    public static byte[] gzip(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] bytes(JsonObject json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
