package io.containerizer.testkit;

import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;
import org.junit.platform.commons.support.AnnotationSupport;

/** The seeds of a {@link SeededTest}; {@link #stream} serves an ordinary {@code @MethodSource} too. */
public final class Seeds implements ArgumentsProvider {

    private static final String PROPERTY = "testkit.seed";

    /** For JUnit. */
    public Seeds() {}

    /** As many seeds as asked for: always the same ones for a name, unless {@code -Dtestkit.seed} says otherwise. */
    public static LongStream stream(String name, int count) {
        return stream(name, count, System.getProperty(PROPERTY, ""));
    }

    static LongStream stream(String name, int count, String property) {
        return switch (property) {
            case "" -> new Random(name.hashCode()).longs(count);
            case "fresh" -> new Random().longs(count);
            default -> LongStream.of(Long.parseLong(property));
        };
    }

    @Override
    public Stream<? extends Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
        var method = context.getRequiredTestMethod();
        int count = AnnotationSupport.findAnnotation(method, SeededTest.class)
                .map(SeededTest::count)
                .orElseThrow(() -> new IllegalStateException(method + " is not a @SeededTest"));
        String name = context.getRequiredTestClass().getName() + '.' + method.getName();
        return stream(name, count).mapToObj(Arguments::of);
    }
}
