package org.atomicagents.cli.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.atomicagents.cli.source.SourceNode.Mapping;
import org.atomicagents.cli.source.SourceNode.Sequence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlReaderTest {

  @Test
  void recordsThePositionsOfKeysAndValues() {
    var root = (Mapping) read("a: 1\nlist:\n  - x\n  - {b: \"ü\", c: [y]}\n");

    var list = (Sequence) root.get("list");
    var inner = (Mapping) list.items().get(1);
    assertThat(root.entries().get("list").position()).hasToString("f.yaml:2:1");
    assertThat(list.items().getFirst().position()).hasToString("f.yaml:3:5");
    assertThat(inner.entries().get("c").position()).hasToString("f.yaml:4:14");
    assertThat(inner.get("c").position()).hasToString("f.yaml:4:17");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "no | \"no\"",
        "Yes | \"Yes\"",
        "on | \"on\"",
        "true | true",
        "FALSE | false",
        "~ | null",
        "null | null",
        "12 | 12",
        "+12 | 12",
        "0o17 | 15",
        "0xFF | 255",
        "1.50 | 1.50",
        "-.5 | -0.5",
        "2e3 | 2E+3",
        "123456789012345678901 | 123456789012345678901",
        "'12' | \"12\"",
        "\"true\" | \"true\"",
        "2026-11-22 | \"2026-11-22\"",
        "1:30 | \"1:30\"",
        "1_000 | \"1_000\"",
      })
  void resolvesScalarsByTheCoreSchema(String yaml, String json) {
    assertThat(read(yaml).json().toString()).isEqualTo(json);
  }

  @Test
  void readsLiteralAndFoldedBlocks() {
    assertThat(read("a: |\n  one\n  two\nb: >-\n  one\n  two\n").json().toString())
        .isEqualTo("{\"a\":\"one\\ntwo\\n\",\"b\":\"one two\"}");
  }

  @Test
  void resolvesAliases() {
    assertThat(read("a: &x [1, &y {b: 2}]\nc: *x\nd: *y\n").json().toString())
        .isEqualTo("{\"a\":[1,{\"b\":2}],\"c\":[1,{\"b\":2}],\"d\":{\"b\":2}}");
  }

  @Test
  void ignoresCommentsAndDocumentMarkers() {
    assertThat(read("# only a comment\n---\na: 1\n...\n").json().toString()).isEqualTo("{\"a\":1}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a: 1\\nb: 2\\na: 3 | f.yaml:3:1: duplicate key \"a\", first used in line 1",
        "a: !!int 1 | f.yaml:1:4: expected no tag, found tag:yaml.org,2002:int; remove it",
        "a: !x {} | f.yaml:1:4: expected no tag, found !x; remove it",
        "!t k: 1 | f.yaml:1:1: expected no tag, found !t; remove it",
        "a: &x {}\\nb:\\n"
            + "  <<: *x | f.yaml:3:3: merge keys (<<) are not part of YAML 1.2; write out the keys",
        "[1]: 2 | f.yaml:1:1: expected a string as the key, found another value",
        "a: *b | f.yaml:1:4: expected an anchor before *b, found none",
        "a: &x [*x] | f.yaml:1:8: expected an anchor before *x, found none",
        "a: .inf | f.yaml:1:4: expected a number that JSON can represent, found .inf. Quote it"
            + " if it is a string.",
        "a: .NaN | f.yaml:1:4: expected a number that JSON can represent, found .NaN. Quote it"
            + " if it is a string.",
        "a: 1e999999999 | f.yaml:1:4: expected a number that JSON can represent, found 1e999999999."
            + " Quote it if it is a string.",
        "a: 1\\n---\\nb: 2 | f.yaml:2:1: expected one document, found a second one",
        "# nothing | f.yaml:1:1: expected a mapping, found an empty file",
        "a: [1 | f.yaml:1:6: invalid YAML: while parsing a flow sequence, expected ',' or ']',"
            + " but got <stream end>",
        "a: b: c | f.yaml:1:5: invalid YAML: mapping values are not allowed here",
        "a:\\n\\t- b | f.yaml:2:1: invalid YAML: while scanning for the next token, found"
            + " character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for"
            + " indentation)",
        "a: 1\\nb: \\u0007 | f.yaml:2:4: invalid YAML: the character U+0007 is not" + " allowed",
      })
  void reportsThePositionOfAnError(String yaml, String message) {
    assertThatThrownBy(() -> read(unescaped(yaml)))
        .isInstanceOf(SourceException.class)
        .hasMessage(message);
  }

  @Test
  void limitsNestedAliases() {
    var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 30; i++) {
      String last = "*a" + (i - 1);
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, (last + ", ").repeat(9) + last));
    }

    assertRefused(
        bomb.toString(),
        "f.yaml:5:25: expected at most 50000 values, including those of aliases, found more");
  }

  @Test
  void limitsDepthAndSize() {
    assertRefused("[".repeat(1 << 18), "f.yaml:1:101: expected at most 100 levels, found more");
    assertRefused(
        "- 1\n".repeat(60_000),
        "f.yaml:50000:3: expected at most 50000 values, including those of aliases, found"
            + " more");
    assertRefused(
        "9".repeat(1 << 18),
        "f.yaml:1:1: expected a number that JSON can represent, found 99999999999999999999...."
            + " Quote it if it is a string.");
  }

  private static void assertRefused(String yaml, String message) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> assertThatThrownBy(() -> read(yaml)).hasMessage(message));
  }

  private static String unescaped(String yaml) {
    return yaml.replace("\\n", "\n").replace("\\t", "\t").replace("\\u0007", "\u0007");
  }

  private static SourceNode read(String yaml) {
    return YamlReader.read("f.yaml", yaml);
  }
}
