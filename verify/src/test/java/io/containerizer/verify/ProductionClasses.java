package io.containerizer.verify;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** The compiled classes of all modules but those that exist for tests, and but generated ones. */
final class ProductionClasses {

    static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("/io/containerizer/testkit/"))
            .withImportOption(location -> !location.contains("/io/containerizer/protocol/mesos/"))
            .importPackages("io.containerizer");

    private ProductionClasses() {}
}
