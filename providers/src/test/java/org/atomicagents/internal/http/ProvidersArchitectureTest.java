package org.atomicagents.internal.http;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNCHRONIZED;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ProvidersArchitectureTest {
  private static final Path COMPILED = Path.of("target", "classes");
  private static final JavaClasses CLASSES = new ClassFileImporter().importPath(COMPILED);

  /** The public sealed interfaces that internal types implement (ADR 0013). */
  private static final DescribedPredicate<JavaClass> FACADE = typeNamed("ConnectionPool", "ApiKey");

  private static final DescribedPredicate<JavaClass> API_KEY = typeNamed("ApiKey");

  private static final String[] PROTOCOLS = {
    "org.atomicagents.anthropic", "org.atomicagents.gemini", "org.atomicagents.openai"
  };

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
  void packagesHaveNoCyclesApartFromTheFacades() {
    slices()
        .matching("org.atomicagents.(**)")
        .should()
        .beFreeOfCycles()
        .ignoreDependency(FACADE, alwaysTrue())
        .ignoreDependency(alwaysTrue(), API_KEY)
        .check(CLASSES);
  }

  @Test
  void onlyTheFacadesOfTheTransportDependOnInternalTypes() {
    noClasses()
        .that()
        .resideInAPackage("org.atomicagents.http")
        .and(not(FACADE))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.atomicagents.internal..")
        .check(CLASSES);
  }

  @Test
  void theTransportDependsOnNoProtocol() {
    noClasses()
        .that()
        .resideInAnyPackage("org.atomicagents.http", "org.atomicagents.internal.http..")
        .and(not(API_KEY))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(PROTOCOLS)
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("org.atomicagents.internal.provider..")
        .check(CLASSES);
  }

  @Test
  void providerInternalsDependOnNoProtocol() {
    noClasses()
        .that()
        .resideInAPackage("org.atomicagents.internal.provider..")
        .should()
        .dependOnClassesThat(resideInAnyPackage(PROTOCOLS).and(not(API_KEY)))
        .check(CLASSES);
  }

  @Test
  void onlyOnePackageDependsOnTheHttpLibrary() {
    JavaClass transport =
        CLASSES.stream()
            .filter(type -> type.getSimpleName().equals("OkHttpTransport"))
            .findFirst()
            .orElseThrow();

    noClasses()
        .that()
        .resideOutsideOfPackage(transport.getPackageName())
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("okhttp3..", "okio..")
        .check(CLASSES);
  }

  @Test
  void everyClassIsInAKnownPackage() {
    assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct())
        .isSubsetOf(
            "org.atomicagents.anthropic",
            "org.atomicagents.gemini",
            "org.atomicagents.http",
            "org.atomicagents.internal.http",
            "org.atomicagents.internal.http.okhttp",
            "org.atomicagents.internal.http.pool",
            "org.atomicagents.internal.http.sse",
            "org.atomicagents.internal.provider",
            "org.atomicagents.internal.provider.batch",
            "org.atomicagents.media",
            "org.atomicagents.openai");
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
  void publicNamesOfExportedPackagesAreNouns() {
    classes()
        .that()
        .arePublic()
        .and()
        .resideInAnyPackage(
            "org.atomicagents.anthropic",
            "org.atomicagents.gemini",
            "org.atomicagents.http",
            "org.atomicagents.media",
            "org.atomicagents.openai")
        .should()
        .haveNameNotMatching(
            ".*(Base|Abstract|Default|Impl|Utils|Manager|Helper|Handler)"
                + "|.*[.$](Abstract|Base|Default)[A-Z][^.$]*")
        .check(CLASSES);
  }

  /**
   * Returns a predicate of types with one of the given names, in any package, and their nested
   * types.
   */
  private static DescribedPredicate<JavaClass> typeNamed(String... names) {
    return DescribedPredicate.describe(
        String.join(" or ", names),
        type -> {
          String name = type.getBaseComponentType().getName();
          String simple = name.substring(name.lastIndexOf('.') + 1);
          return List.of(names).contains(simple.replaceFirst("\\$.*", ""));
        });
  }
}
