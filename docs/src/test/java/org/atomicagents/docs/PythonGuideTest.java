package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The counterparts of the names of the Python project's performance guide. The resource {@code
 * python-guide.txt} lists all names of that guide.
 */
class PythonGuideTest {
  private static final Path PAGE = Path.of("../docs/performance-guide.md");
  private static final String SECTION = "## Names of the Python guide";

  /** A public type, or a public member of one. */
  private record Counterpart(String type, String member) {
    static Counterpart parse(String text) {
      String[] parts = text.split("#", 2);
      return new Counterpart(parts[0], parts.length == 2 ? parts[1] : "");
    }

    boolean exists() {
      try {
        Class<?> found = Class.forName(type, false, PythonGuideTest.class.getClassLoader());
        return Modifier.isPublic(found.getModifiers())
            && (member.isEmpty() || members(found).anyMatch(member::equals));
      } catch (ClassNotFoundException e) {
        return false;
      }
    }

    /** Returns the names of the public members, inherited ones included. */
    private static Stream<String> members(Class<?> type) {
      return Stream.<Member[]>of(type.getMethods(), type.getFields())
          .flatMap(Arrays::stream)
          .map(Member::getName);
    }

    /** Returns the word by which the page names it. */
    String word() {
      return member.isEmpty() ? type.substring(type.lastIndexOf('.') + 1) : member;
    }
  }

  @TestFactory
  Stream<DynamicTest> everyCounterpartExists() {
    return counterparts().entrySet().stream()
        .map(entry ->
            dynamicTest(
                entry.getKey(),
                () -> assertThat(entry.getValue()).isNotEmpty().allMatch(Counterpart::exists)));
  }

  @Test
  void tableHasARowForEveryName() throws IOException {
    assertThat(rows().keySet()).containsExactlyElementsOf(counterparts().keySet());
  }

  @TestFactory
  Stream<DynamicTest> everyRowNamesItsCounterparts() throws IOException {
    SequencedMap<String, String> rows = rows();
    return counterparts().entrySet().stream()
        .map(entry ->
            dynamicTest(
                entry.getKey(),
                () ->
                    assertThat(List.of(rows.getOrDefault(entry.getKey(), "").split("\\W+")))
                        .containsAll(entry.getValue().stream().map(Counterpart::word).toList())));
  }

  /** Returns the counterparts by Python names, in the order of the guide. */
  private static SequencedMap<String, List<Counterpart>> counterparts() {
    var counterparts = new LinkedHashMap<String, List<Counterpart>>();
    try (InputStream list = PythonGuideTest.class.getResourceAsStream("python-guide.txt")) {
      new String(list.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" = ", 2))
          .forEach(parts ->
              counterparts.put(
                  parts[0], Arrays.stream(parts[1].split(", ")).map(Counterpart::parse).toList()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return counterparts;
  }

  /** Returns the second cells of the table by the first ones. */
  private static SequencedMap<String, String> rows() throws IOException {
    var rows = new LinkedHashMap<String, String>();
    List<String> lines = MarkdownFile.read(PAGE).lines();
    int start = lines.indexOf(SECTION);
    assertThat(start).isPositive();
    lines.stream()
        .skip(start + 1L)
        .takeWhile(line -> !line.startsWith("## "))
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.split("\\|"))
        .forEach(cells -> rows.put(cells[1].replace("`", "").strip(), cells[2].strip()));
    return rows;
  }
}
