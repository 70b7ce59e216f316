package io.containerizer.verify;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import io.containerizer.api.ContainerizerException;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules that keep the modules apart; {@code STYLE.md} says why. Each test is one rule. */
class ArchitectureTest {

    @Test
    void theRulesSeeEveryModule() {
        assertThat(ProductionClasses.ALL.stream().map(JavaClass::getPackageName))
                .contains("io.containerizer.api", "io.containerizer.linux.syscall", "io.containerizer.launch")
                .noneMatch(name -> name.startsWith("io.containerizer.testkit"));
    }

    @Test
    void nativeCallsAreMadeInOnePlace() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.containerizer.linux.syscall..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.lang.foreign.."));
    }

    @Test
    void processesAreStartedByTheLaunchPackage() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages("io.containerizer.launch..", "io.containerizer.posix..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ProcessBuilder.class)
                .orShould()
                .callMethodWhere(Calls.to(Runtime.class, "exec")));
    }

    @Test
    void isolatorFamiliesDoNotKnowEachOther() {
        check(slices().matching("io.containerizer.isolator.(*)..").should().notDependOnEachOther());
    }

    @Test
    void isolatorsSeeOnlyWhatTheyPlanWith() {
        check(classes()
                .that()
                .resideInAPackage("io.containerizer.isolator..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "io.containerizer.api..",
                        "io.containerizer.linux..",
                        "io.containerizer.posix..",
                        "io.containerizer.image.manifest..",
                        "io.containerizer.isolator..",
                        "java..",
                        "org.jspecify..")));
    }

    @Test
    void packagesHaveNoCycles() {
        check(slices().matching("io.containerizer.(*)..").should().beFreeOfCycles());
    }

    @ParameterizedTest(name = "{0} only in {1}")
    @CsvSource({
        "picocli.., io.containerizer.cli..",
        "org.eclipse.jetty.., io.containerizer.agent.http..|io.containerizer.cli.remote..",
        "org.apache.zookeeper.., io.containerizer.agent.zookeeper..",
        "org.apache.curator.., io.containerizer.agent.zookeeper..",
        "org.apache.commons.compress.., io.containerizer.image..",
        "io.airlift.., io.containerizer.image.unpack..",
    })
    void thirdPartiesAreFenced(String library, String homes) {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(homes.split("\\|"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library));
    }

    @Test
    void messagesAreForProtocolAndAgent() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.containerizer.protocol..", "io.containerizer.agent..", "io.containerizer.cli.remote..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.google.protobuf.."));
    }

    @Test
    void thePartsOfTheAgentHaveNoCycles() {
        check(slices().matching("io.containerizer.agent.(*)..").should().beFreeOfCycles());
    }

    @Test
    void theApiNamesOnlyTheJdkAndItself() {
        check(classes()
                .that()
                .resideInAPackage("io.containerizer.api..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("io.containerizer.api..", "java..", "org.jspecify..")));
    }

    @Test
    void onlyTheProgramExits() {
        check(noClasses()
                .that()
                .doNotHaveFullyQualifiedName("io.containerizer.cli.Main")
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class));
    }

    @Test
    void timeIsAskedOfAClock() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.containerizer.api.time..")
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethodWhere(Calls.to(Thread.class, "sleep")));
    }

    @Test
    void onlyTheProgramPrints() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.containerizer.cli..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err"));
    }

    @Test
    void nobodyUsesUnsafeOrDate() {
        check(noClasses()
                .should()
                .dependOnClassesThat()
                .haveSimpleName("Unsafe")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Date.class));
    }

    @Test
    void exceptionsThatCrossModulesAreOurs() {
        check(classes()
                .that()
                .areAssignableTo(Throwable.class)
                .and()
                .arePublic()
                .should()
                .beAssignableTo(ContainerizerException.class));
    }

    @Test
    void nobodyDeclaresToThrowJustAnything() {
        check(noMethods()
                .that()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .arePublic()
                .should()
                .declareThrowableOfType(Exception.class)
                .orShould()
                .declareThrowableOfType(Throwable.class));
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(ProductionClasses.ALL);
    }
}
