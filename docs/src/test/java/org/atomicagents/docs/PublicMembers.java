package org.atomicagents.docs;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The public members of the project's public types, by the simple name of the type.
 *
 * <p>Nested types have an entry of their own. Types of the same simple name share an entry.
 */
record PublicMembers(Map<String, Set<String>> byType) {
  private static final Pattern TYPE_MEMBER =
      Pattern.compile("(?<![\\w.])((?:[A-Z]\\w*\\.)+)([a-zA-Z]\\w*)");
  private static final Pattern CALL =
      Pattern.compile("(?:^|\\)\\.|[^\\w.:])([a-z][a-zA-Z0-9]*)\\(");
  private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|//[^\\n]*", Pattern.DOTALL);
  private static final Pattern WORD = Pattern.compile("[A-Za-z]\\w*");

  /** Methods of the JDK and of Spark. */
  private static final Set<String> OTHER_METHODS = Set.of("flush", "hasNext", "selectExpr");

  private static final Pattern FILE_NAME = Pattern.compile("\\w+\\.(java|md|json|yaml)");

  /** Returns the members of the public types outside of internal packages. */
  static PublicMembers of(List<Path> sources) {
    var members = new TreeMap<String, Set<String>>();
    sources.stream()
        .map(DocumentationTest::typeName)
        .filter(name -> !name.contains(".internal."))
        .filter(name -> !name.endsWith("-info"))
        .forEach(name -> addType(members, load(name)));
    return new PublicMembers(members);
  }

  /**
   * Returns a copy with the types of modules whose libraries are not in the class path of these
   * tests: the words of their code count as members.
   */
  PublicMembers withSources(List<Path> sources) throws IOException {
    var members = new TreeMap<>(byType);
    for (Path source : sources) {
      String name = DocumentationTest.typeName(source);
      if (!name.contains(".internal.") && !name.endsWith("-info")) {
        Set<String> words = members.computeIfAbsent(simpleName(name), key -> new TreeSet<>());
        WORD.matcher(COMMENT.matcher(Files.readString(source)).replaceAll(""))
            .results()
            .map(MatchResult::group)
            .forEach(words::add);
      }
    }
    return new PublicMembers(members);
  }

  private static String simpleName(String type) {
    return type.substring(type.lastIndexOf('.') + 1);
  }

  /**
   * Returns the names in a text that are not members: {@code Type.member} of a public type without
   * that member, and {@code method(...)} that no public type has. Names with underscores are Python
   * and ignored.
   */
  Stream<String> missingIn(String code) {
    Stream<String> qualified =
        TYPE_MEMBER
            .matcher(code)
            .results()
            .filter(match -> !FILE_NAME.matcher(match.group()).matches())
            .filter(match -> isMissing(match.group(1), match.group(2)))
            .map(MatchResult::group);
    Stream<String> called =
        CALL.matcher(code).results().map(match -> match.group(1)).filter(this::isUnknownMethod);
    return Stream.concat(qualified, called);
  }

  private boolean isUnknownMethod(String name) {
    return !OTHER_METHODS.contains(name)
        && byType.values().stream().noneMatch(names -> names.contains(name));
  }

  private boolean isMissing(String types, String member) {
    Set<String> members = byType.get(types.substring(types.lastIndexOf('.') + 1));
    return members != null && !members.contains(member);
  }

  private static void addType(Map<String, Set<String>> members, Class<?> type) {
    if (!Modifier.isPublic(type.getModifiers())) {
      return;
    }
    Set<String> names = members.computeIfAbsent(type.getSimpleName(), key -> new TreeSet<>());
    Stream.concat(Arrays.<Method>stream(type.getMethods()), Arrays.<Field>stream(type.getFields()))
        .map(Member::getName)
        .forEach(names::add);
    for (Class<?> nested : type.getClasses()) {
      names.add(nested.getSimpleName());
      addType(members, nested);
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, PublicMembers.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
