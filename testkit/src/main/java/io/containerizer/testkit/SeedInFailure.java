package io.containerizer.testkit;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.opentest4j.TestAbortedException;

/** Puts the seed in front of the message of a failed {@link SeededTest}: reports do not always show a run's name. */
final class SeedInFailure implements InvocationInterceptor {

    @Override
    public void interceptTestTemplateMethod(
            Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> call, ExtensionContext context)
            throws Throwable {
        try {
            invocation.proceed();
        } catch (TestAbortedException e) {
            throw e;
        } catch (Exception | AssertionError e) {
            Object seed = call.getArguments().getFirst();
            throw new AssertionError(
                    "seed " + seed + " (-Dtestkit.seed=" + seed + " repeats it): " + e.getMessage(), e);
        }
    }
}
