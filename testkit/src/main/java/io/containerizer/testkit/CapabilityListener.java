package io.containerizer.testkit;

import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Counts, for each capability that tests declare, how many of them really ran. JUnit finds it as a service. The counts
 * are appended to the file named by the system property {@code testkit.capabilities} as lines of
 * {@code capability<TAB>passed<TAB>failed}; {@code bin/test} adds them up. Without the property it does nothing.
 */
public final class CapabilityListener implements TestExecutionListener {

    private final Map<String, Count> counts = new ConcurrentHashMap<>();
    private final String file;

    /** For JUnit. */
    public CapabilityListener() {
        this(System.getProperty("testkit.capabilities", ""));
    }

    CapabilityListener(String file) {
        this.file = file;
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (file.isEmpty() || !test.isTest()) {
            return;
        }
        boolean passed = result.getStatus() == TestExecutionResult.Status.SUCCESSFUL;
        if (!passed && result.getStatus() != TestExecutionResult.Status.FAILED) {
            return;
        }
        if (test.getSource().orElse(null) instanceof MethodSource source) {
            for (String capability : capabilities(source.getJavaMethod(), source.getJavaClass())) {
                counts.merge(capability, new Count(passed ? 1 : 0, passed ? 0 : 1), Count::plus);
            }
        }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        if (counts.isEmpty()) {
            return;
        }
        StringBuilder lines = new StringBuilder();
        new LinkedHashMap<>(counts)
                .forEach((capability, count) -> lines.append(capability)
                        .append('\t')
                        .append(count.passed())
                        .append('\t')
                        .append(count.failed())
                        .append('\n'));
        counts.clear();
        try {
            Files.writeString(Path.of(file), lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            System.getLogger(CapabilityListener.class.getName())
                    .log(System.Logger.Level.WARNING, "cannot append to " + file, e);
        }
    }

    private static Set<String> capabilities(Method method, Class<?> type) {
        Set<String> found = new LinkedHashSet<>();
        add(method, found);
        for (Class<?> outer = type; outer != null; outer = outer.getEnclosingClass()) {
            add(outer, found);
        }
        return found;
    }

    private static void add(AnnotatedElement element, Set<String> found) {
        for (Requirement requirement : Requirement.of(element)) {
            found.add(requirement.capability());
        }
    }

    private record Count(int passed, int failed) {
        Count plus(Count other) {
            return new Count(passed + other.passed, failed + other.failed);
        }
    }
}
