package org.atomicagents.durable;

import static com.tngtech.archunit.core.domain.JavaModifier.SYNCHRONIZED;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The package rules of the module, checked on the compiled classes. */
class DurableArchitectureTest {
  private static final String PORT = "org.atomicagents.durable";
  private static final String DBOS = "org.atomicagents.durable.dbos";
  private static final String TEMPORAL = "org.atomicagents.durable.temporal";
  private static final Path COMPILED = Path.of("target", "classes");
  private static final JavaClasses CLASSES = new ClassFileImporter().importPath(COMPILED);

  @Test
  void scansEveryCompiledClass() throws IOException {
    try (var files = Files.walk(COMPILED)) {
      var compiled =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".class") && !name.equals("module-info.class"));

      assertThat(CLASSES).hasSameSizeAs(compiled.toList()).isNotEmpty();
    }
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("org.atomicagents.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void thePortUsesNoEngine() {
    noClasses()
        .that()
        .resideInAPackage(PORT)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(DBOS, TEMPORAL, "dev.dbos..", "io.temporal..", "java.sql..")
        .check(CLASSES);
  }

  @Test
  void adaptersUseTheirOwnEngineOnly() {
    noClasses()
        .that()
        .resideInAPackage(DBOS)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(TEMPORAL, "io.temporal..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(TEMPORAL)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(DBOS, "dev.dbos..")
        .check(CLASSES);
  }

  @Test
  void noClassSendsRequestsOfItsOwn() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("okhttp3..", "java.net.http..", "org.atomicagents.openai..")
        .check(CLASSES);
  }

  @Test
  void printsNothing() {
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CLASSES);
  }

  @Test
  void synchronizesNoMethod() {
    noMethods().should().haveModifier(SYNCHRONIZED).check(CLASSES);
  }
}
