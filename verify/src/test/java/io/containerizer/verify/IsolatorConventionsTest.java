package io.containerizer.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import io.containerizer.api.Isolator;
import io.containerizer.api.IsolatorFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What every isolator brings along: a service entry, a page of documentation, and a run of the contract suite. */
class IsolatorConventionsTest {

    private static final String CONTRACT = "IsolatorContractTest";

    private final List<IsolatorFactory> factories = ServiceLoader.load(IsolatorFactory.class).stream()
            .map(ServiceLoader.Provider::get)
            .toList();

    @Test
    void aClassNamedIsolatorIsOne() {
        ArchRuleDefinition.classes()
                .that()
                .haveSimpleNameEndingWith("Isolator")
                .and()
                .doNotHaveModifier(JavaModifier.ABSTRACT)
                .should()
                .beAssignableTo(Isolator.class)
                .allowEmptyShould(true)
                .check(ProductionClasses.ALL);
    }

    @Test
    void everyFactoryIsListedAsAService() {
        List<String> listed =
                factories.stream().map(factory -> factory.getClass().getName()).toList();
        assertThat(ProductionClasses.ALL.stream()
                        .filter(type -> type.isAssignableTo(IsolatorFactory.class))
                        .filter(type ->
                                !type.isInterface() && !type.getModifiers().contains(JavaModifier.ABSTRACT))
                        .map(JavaClass::getName))
                .as("classes that implement IsolatorFactory, against META-INF/services")
                .containsExactlyInAnyOrderElementsOf(listed);
    }

    @Test
    void namesAreUnique() {
        assertThat(factories).extracting(IsolatorFactory::name).doesNotHaveDuplicates();
    }

    /** {@code cgroups/net_cls} is described in {@code docs/isolators/cgroups-net-cls.md}. */
    @TestFactory
    Stream<DynamicTest> everyIsolatorHasItsPage() {
        Path docs = Checkout.root().resolve("docs/isolators");
        return factories.stream()
                .map(factory -> DynamicTest.dynamicTest(
                        factory.name(),
                        () -> assertThat(docs.resolve(
                                        factory.name().replace('/', '-').replace('_', '-') + ".md"))
                                .content()
                                .contains(factory.name())));
    }

    /** The test may be anywhere in the modules; it counts when it extends the suite and mentions the factory. */
    @TestFactory
    Stream<DynamicTest> everyIsolatorRunsTheContractSuite() {
        JavaClasses tests = testClasses();
        return factories.stream()
                .map(factory -> DynamicTest.dynamicTest(factory.name(), () -> {
                    assertThat(tests.stream()
                                    .filter(IsolatorConventionsTest::extendsTheSuite)
                                    .filter(test -> mentions(test, factory.getClass())))
                            .as("test classes that extend %s and use %s", CONTRACT, factory.getClass())
                            .isNotEmpty();
                }));
    }

    private static JavaClasses testClasses() {
        Path root = Checkout.root();
        return new ClassFileImporter()
                .importPaths(
                        root.resolve("testkit/target/classes"),
                        root.resolve("containerizer/target/test-classes"),
                        root.resolve("verify/target/test-classes"));
    }

    private static boolean extendsTheSuite(JavaClass type) {
        return type.getAllRawSuperclasses().stream()
                .anyMatch(parent -> parent.getSimpleName().equals(CONTRACT));
    }

    private static boolean mentions(JavaClass test, Class<?> factory) {
        return test.getDirectDependenciesFromSelf().stream()
                .anyMatch(dependency -> dependency.getTargetClass().isEquivalentTo(factory));
    }
}
