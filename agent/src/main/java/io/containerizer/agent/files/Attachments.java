package io.containerizer.agent.files;

import java.util.List;
import java.util.Optional;

/** What is served. */
public interface Attachments {

    /** The one whose virtual path is the longest that {@code path} begins with, by whole components. */
    Optional<Attachment> find(String path);

    List<Attachment> all();
}
