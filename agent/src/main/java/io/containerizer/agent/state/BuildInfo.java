package io.containerizer.agent.state;

import com.google.gson.JsonObject;
import io.containerizer.protocol.mesos.VersionInfo;
import java.util.Optional;

/**
 * Which build this is.
 *
 * @param time when its sources were made, seconds since 1970: builds of the same sources have the same
 */
public record BuildInfo(String version, String date, double time, String user) {

    /** As the jar says; classes that were never packed have no version. */
    public static BuildInfo ofThisProgram() {
        String version = Optional.ofNullable(BuildInfo.class.getPackage().getImplementationVersion())
                .orElse("development");
        return new BuildInfo(version, "2026-01-01 00:00:00", 1767225600, "containerizer");
    }

    /** The fields of {@code /version}, with which {@code /state} begins, too. */
    public JsonObject json() {
        JsonObject json = new JsonObject();
        json.addProperty("version", version);
        json.addProperty("build_date", date);
        json.addProperty("build_time", time);
        json.addProperty("build_user", user);
        return json;
    }

    public VersionInfo message() {
        return VersionInfo.newBuilder()
                .setVersion(version)
                .setBuildDate(date)
                .setBuildTime(time)
                .setBuildUser(user)
                .build();
    }
}
