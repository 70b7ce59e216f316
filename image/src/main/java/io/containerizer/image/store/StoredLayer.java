package io.containerizer.image.store;

import com.google.gson.JsonObject;
import io.containerizer.image.Digest;
import io.containerizer.image.manifest.Fields;

/**
 * A layer of the store, as its record and those of images have it.
 *
 * @param link its short name
 * @param bytes of its archive, unpacked
 */
record StoredLayer(Digest diffId, String link, long bytes) {

    JsonObject json() {
        JsonObject json = new JsonObject();
        json.addProperty("diff_id", diffId.toString());
        json.addProperty("link", link);
        json.addProperty("bytes", bytes);
        return json;
    }

    static StoredLayer read(Fields fields) {
        return new StoredLayer(fields.digest("diff_id"), fields.text("link"), fields.number("bytes"));
    }
}
