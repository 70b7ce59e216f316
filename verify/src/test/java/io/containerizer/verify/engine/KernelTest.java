package io.containerizer.verify.engine;

import io.containerizer.testkit.RequiresRoot;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** A suite on a real engine: runs on the host if it is root's, and in every guest of the lab. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@RequiresRoot
@Tag("kernel")
@ExtendWith(EngineFixture.Resolver.class)
public @interface KernelTest {}
