package org.atomicagents.internal.http;

import static com.tngtech.archunit.core.domain.JavaModifier.SYNCHRONIZED;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
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
  void theTransportKnowsNoProtocol() {
    noClasses()
        .that()
        .resideInAnyPackage("org.atomicagents.http", "org.atomicagents.internal.http")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.atomicagents.openai")
        .check(CLASSES);
  }

  @Test
  void onlyTheTransportKnowsTheHttpClient() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.atomicagents.internal.http")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("okhttp3..", "okio..")
        .check(CLASSES);
  }

  @Test
  void everyClassLivesInTheTransportOrInAProtocol() {
    assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct())
        .isSubsetOf(
            "org.atomicagents.http", "org.atomicagents.internal.http", "org.atomicagents.openai");
  }

  @Test
  void printsNothing() {
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CLASSES);
  }

  @Test
  void returnsNoFutures() {
    noMethods()
        .that()
        .arePublic()
        .should()
        .haveRawReturnType(CompletableFuture.class)
        .check(CLASSES);
  }

  @Test
  void synchronizesNoMethod() {
    noMethods().should().haveModifier(SYNCHRONIZED).check(CLASSES);
  }

  @Test
  void publicNamesAreNouns() {
    classes()
        .that()
        .arePublic()
        .should()
        .haveNameNotMatching(
            ".*(Base|Abstract|Default|Impl|Utils|Manager|Helper|Handler)"
                + "|.*[.$](Abstract|Base|Default)[A-Z][^.$]*")
        .check(CLASSES);
  }
}
