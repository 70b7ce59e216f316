package io.containerizer.testkit;

import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.List;
import org.junit.platform.commons.support.AnnotationSupport;

/** One thing a test needs from its host, as declared by a {@code @Requires…} annotation. */
sealed interface Requirement {

    /** Whether this host has it. */
    boolean metBy(Host host);

    /** A short name for reports, for example {@code cgroup memory}. */
    String capability();

    /** A sentence for the one whose test was skipped. */
    String missing();

    /** All that the annotations of a class or method ask for. */
    static List<Requirement> of(AnnotatedElement element) {
        List<Requirement> found = new ArrayList<>();
        if (AnnotationSupport.isAnnotated(element, RequiresLinux.class)) {
            found.add(new Linux());
        }
        if (AnnotationSupport.isAnnotated(element, RequiresRoot.class)) {
            found.add(new Root());
        }
        AnnotationSupport.findAnnotation(element, RequiresCgroup.class).ifPresent(cgroup -> {
            for (String controller : cgroup.value()) {
                found.add(new Cgroup(controller));
            }
        });
        AnnotationSupport.findAnnotation(element, RequiresCgroupV2.class).ifPresent(cgroup -> {
            if (cgroup.value().length == 0) {
                found.add(new CgroupV2(""));
            }
            for (String controller : cgroup.value()) {
                found.add(new CgroupV2(controller));
            }
        });
        for (RequiresTool tool : AnnotationSupport.findRepeatableAnnotations(element, RequiresTool.class)) {
            found.add(new Tool(tool.value()));
        }
        return List.copyOf(found);
    }

    /** The operating system. */
    record Linux() implements Requirement {
        @Override
        public boolean metBy(Host host) {
            return host.isLinux();
        }

        @Override
        public String capability() {
            return "linux";
        }

        @Override
        public String missing() {
            return "needs Linux, this is " + System.getProperty("os.name");
        }
    }

    /** User id 0. */
    record Root() implements Requirement {
        @Override
        public boolean metBy(Host host) {
            return host.isRoot();
        }

        @Override
        public String capability() {
            return "root";
        }

        @Override
        public String missing() {
            return "needs root, this is user " + System.getProperty("user.name");
        }
    }

    /** A controller in either dialect. */
    record Cgroup(String controller) implements Requirement {
        @Override
        public boolean metBy(Host host) {
            return host.cgroupV1Controllers().contains(controller) || host.offersV2(controller);
        }

        @Override
        public String capability() {
            return "cgroup " + controller;
        }

        @Override
        public String missing() {
            return "needs the cgroup controller " + controller + ", which no cgroup mount of this host offers";
        }
    }

    /** A v2 mount, and one controller of it unless the name is empty. */
    record CgroupV2(String controller) implements Requirement {
        @Override
        public boolean metBy(Host host) {
            return controller.isEmpty() ? host.hasCgroupV2() : host.offersV2(controller);
        }

        @Override
        public String capability() {
            return controller.isEmpty() ? "cgroup v2" : "cgroup v2 " + controller;
        }

        @Override
        public String missing() {
            return controller.isEmpty()
                    ? "needs a cgroup v2 mount, this host has none"
                    : "needs the controller " + controller
                            + " in the cgroup v2 mount, this host does not offer it there";
        }
    }

    /** A program on the PATH. */
    record Tool(String name) implements Requirement {
        @Override
        public boolean metBy(Host host) {
            return host.hasTool(name);
        }

        @Override
        public String capability() {
            return "tool " + name;
        }

        @Override
        public String missing() {
            return "needs the program " + name + ", which is not on the PATH";
        }
    }
}
