package org.atomicagents.langchain4j;

import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNCHRONIZED;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The rules of the module, checked on the compiled classes. */
class LangChain4jArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter().importPath(Path.of("target", "classes"));

  @Test
  void exportsTwoTypes() {
    assertThat(CLASSES.stream())
        .filteredOn(
            type -> type.getModifiers().contains(PUBLIC) && type.getEnclosingClass().isEmpty())
        .extracting("simpleName")
        .containsExactlyInAnyOrder("AgentTool", "LangChain4jClient");
  }

  @Test
  void onlyTheToolNeedsTheOptionalLibrary() {
    noClasses()
        .that()
        .haveNameNotMatching(".*[.]AgentTool([$].*)?")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.langchain4j.service..")
        .check(CLASSES);
  }

  @Test
  void usesTheCommonInterfaceOfLangChain4jOnly() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "org.atomicagents..",
            "org.jspecify..",
            "org.slf4j..",
            "tools.jackson..",
            "dev.langchain4j.agent.tool..",
            "dev.langchain4j.data..",
            "dev.langchain4j.exception..",
            "dev.langchain4j.invocation..",
            "dev.langchain4j.model",
            "dev.langchain4j.model.chat..",
            "dev.langchain4j.model.output..",
            "dev.langchain4j.service.tool..")
        .check(CLASSES);
  }

  @Test
  void usesNoInternalPackageOfCore() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.atomicagents.internal..")
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
