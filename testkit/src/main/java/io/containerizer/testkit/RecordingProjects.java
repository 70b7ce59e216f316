package io.containerizer.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The part of {@link RecordingSyscalls} that is about projects. */
abstract class RecordingProjects implements NoTerminals {

    private final CallLog log;
    private final FakeProjects projects = new FakeProjects();

    RecordingProjects(Path root) {
        this.log = new CallLog(root);
    }

    public final CallLog log() {
        return log;
    }

    public final FakeProjects projects() {
        return projects;
    }

    /** What an open file is called. */
    abstract Path opened(int fd) throws IOException;

    @Override
    public final long project(int fd) {
        String number = Integer.toString(fd);
        return log.run("project", "read the project of", number, number, "", () -> projects.project(opened(fd)));
    }

    @Override
    public final void setProject(int fd, long project) {
        String number = Integer.toString(fd);
        log.run("setProject", "set project " + project + " on", number, number, Long.toString(project), () -> {
            projects.label(opened(fd), project);
            return true;
        });
    }

    @Override
    public final void setProjectOfTree(int directory, long project) {
        String number = Integer.toString(directory);
        log.run("setProjectOfTree", "set project " + project + " below", number, number, Long.toString(project), () -> {
            projects.label(opened(directory), project);
            return true;
        });
    }

    @Override
    public final ProjectState projectState(int fd) {
        return projects.state();
    }

    @Override
    public final Optional<ProjectQuota> nextProject(int fd, long from) {
        String id = Long.toString(from);
        return log.run("nextProject", "read quota of project", id, id, "", () -> projects.next(from));
    }

    @Override
    public final void limitProject(int fd, long project, long softBytes, long hardBytes) {
        String id = Long.toString(project);
        log.run("limitProject", "limit project", id, id, softBytes + "/" + hardBytes, () -> {
            projects.limit(project, softBytes, hardBytes);
            return true;
        });
    }
}
