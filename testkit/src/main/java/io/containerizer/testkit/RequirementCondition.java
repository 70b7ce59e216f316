package io.containerizer.testkit;

import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a test whose host lacks something the test declared; the reason names everything that is missing. */
final class RequirementCondition implements ExecutionCondition {

    private final Host host;

    /** For JUnit. */
    RequirementCondition() {
        this(Host.real());
    }

    RequirementCondition(Host host) {
        this.host = host;
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        String missing = context.getElement().map(Requirement::of).stream()
                .flatMap(requirements -> requirements.stream())
                .filter(requirement -> !requirement.metBy(host))
                .map(Requirement::missing)
                .collect(Collectors.joining("; "));
        return missing.isEmpty()
                ? ConditionEvaluationResult.enabled("the host has all that is needed")
                : ConditionEvaluationResult.disabled(missing);
    }
}
