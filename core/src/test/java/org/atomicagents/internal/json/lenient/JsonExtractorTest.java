package org.atomicagents.internal.json.lenient;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.atomicagents.internal.json.ReadingBudget;
import org.atomicagents.internal.json.lenient.SyntaxRepair.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonExtractorTest {
  private static final String BACKSLASH = "\\";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"a\":{\"b\":[1,-2.5e+3,true,false,null,\"\"]}}",
        " [ { \"a\" : \"x\\\"\\u00e9\\n\" } , [ ] ] ",
        // Text that would be parsed differently if the entire JSON were not valid:
        "{\"a\":\"x\",\"b\":\"y\" }",
        "[\"the \",\" char\"]",
        "{\"a\":\"// no comment\",\"b\":\"...\",\"c\":\"</think>```\"}"
      })
  void parsesValidJsonWithoutRepairs(String json) {
    assertThat(JsonExtractor.extract(json).candidates()).hasSize(1);
    assertThat(JsonExtractor.extract(json).candidates().getFirst().context())
        .isEqualTo(JsonCandidate.CandidateContext.ENTIRE_TEXT);
    assertThat(LenientValueFormatter.repairKinds(json)).isEmpty();
    assertThat(LenientValueFormatter.format(json)).doesNotContain("?", "~");
    assertThat(LenientValueFormatter.repairKinds("Here it is: " + json + " I hope it's fine."))
        .isEmpty();
  }

  @Test
  void findsJsonInProseAndCodeFences() {
    assertThat(LenientValueFormatter.candidates("Sure! {\"a\":1} Bye"))
        .containsExactly("PROSE {a:1}");
    assertThat(LenientValueFormatter.candidates("Sure:\n```json\n{\"a\":1}\n```\nBye"))
        .containsExactly("FENCE {a:1}");
    assertThat(LenientValueFormatter.candidates("```{\"a\":\"```x```\"}```"))
        .containsExactly("FENCE {a:'```x```'}");
    assertThat(LenientValueFormatter.candidates("{\"a\":1}\n{\"a\":2} or [3]"))
        .containsExactly("PROSE {a:1}", "PROSE {a:2}", "PROSE [3]");
    assertThat(LenientValueFormatter.candidates("{{\"a\":1}}")).containsExactly("PROSE {a:1}");
    assertThat(
            LenientValueFormatter.candidates("Use {name}, see [the docs](x) and [a, b]. {\"a\":1}"))
        .containsExactly("PROSE {a:1}");
    assertThat(LenientValueFormatter.candidates("\uFEFF{\"a\":1}\u0000"))
        .containsExactly("ENTIRE_TEXT {a:1}");
  }

  @Test
  void usesTheEntireTextIfItContainsNoJson() {
    assertThat(LenientValueFormatter.candidates(" 42\n")).containsExactly("ENTIRE_TEXT 42");
    assertThat(LenientValueFormatter.candidates("“high”")).containsExactly("ENTIRE_TEXT 'high'");
    assertThat(LenientValueFormatter.candidates("```\nHIGH\n```")).containsExactly("FENCE HIGH");
    assertThat(LenientValueFormatter.candidates("I don't know"))
        .containsExactly("ENTIRE_TEXT I don't know");
    assertThat(LenientValueFormatter.candidates(" \n")).isEmpty();
  }

  @Test
  void skipsReasoning() {
    assertThat(LenientValueFormatter.candidates("<think>{\"a\":1}</think>{\"a\":2}"))
        .containsExactly("ENTIRE_TEXT {a:2}");
    assertThat(LenientValueFormatter.candidates("<Thinking>x</thinking>\n\n{\"a\":2}"))
        .containsExactly("ENTIRE_TEXT {a:2}");
    assertThat(LenientValueFormatter.candidates("So { \"a\": 1 </think>{\"a\":2}"))
        .containsExactly("ENTIRE_TEXT {a:2}");
    assertThat(LenientValueFormatter.candidates("<think>{\"a\":1} and so on")).isEmpty();
    assertThat(LenientValueFormatter.candidates("{\"a\":1}</think>")).isEmpty();
    assertThat(LenientValueFormatter.candidates("<reasoning>{\"a\":1}</think> 2"))
        .containsExactly("ENTIRE_TEXT 2");
    assertThat(JsonExtractor.extract("<think></think>1").hasThinking()).isTrue();
    assertThat(JsonExtractor.extract("{\"a\":\"<think>\"}").hasThinking()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      value = {
        "{\"a\":1,}                  | {a:1}",
        "{,\"a\":1,,\"b\":2}         | {a:1,b:2}",
        "{\"a\":1 \"b\":\"x\"\"c\":2}| {a:1,b:'x',c:2}",
        "{\"a\":1\"b\":2}            | {a:1,b:2}",
        "{a:1 b:2}                   | {a:1,b:2}",
        "{a:\"x\" b: \"y\", c: \"z\"}    | {a:'x',b:'y',c:'z'}",
        "[1,,2,]                     | [1,2]",
        "[1 2 3]                     | [1,2,3]",
        "[1.5 true null]             | [1.5,true,null]",
        "[\"a\" \"b\" \"c\"]         | ['a','b','c']",
        "[{\"a\":1}{\"a\":2}]        | [{a:1},{a:2}]",
        "[[1][2]]                    | [[1],[2]]",
        "[\"a\" 1 \"b\"]             | ['a',1,'b']",
        "[1 {\"a\":2}]               | [1,{a:2}]",
      })
  void repairsCommas(String text, String expected) {
    assertThat(LenientValueFormatter.format(text)).isEqualTo(expected);
    assertThat(LenientValueFormatter.repairKinds(text)).contains(Kind.COMMA);
  }

  @Test
  void acceptsLineEndsAsSeparators() {
    assertThat(LenientValueFormatter.format("{\n  a: \"x\"\n  b: 1\n  \"c\": true\n}"))
        .isEqualTo("{a:'x',b:1,c:true}");
    assertThat(LenientValueFormatter.format("[1\n234\n\"x\"\n\"y\"]")).isEqualTo("[1,234,'x','y']");
  }

  @Test
  void skipsComments() {
    assertThat(
            LenientValueFormatter.format(
                "{\"a\":1, // one\n\"b\":2 /* two */, # three\n\"c\":\"#\"}"))
        .isEqualTo("{a:1,b:2,c:'#'}");
    assertThat(LenientValueFormatter.format("{\"a\":\"x\" // why\n, \"b\": #fff\n}"))
        .isEqualTo("{a:'x',b:#fff}");
    assertThat(LenientValueFormatter.repairKinds("[1 /* x */]")).containsExactly(Kind.COMMENT);
    assertThat(LenientValueFormatter.format("{a: http://x.org//y, b: 1}"))
        .isEqualTo("{a:http://x.org//y,b:1}");
  }

  @Test
  void marksUnquotedTextBeforeACommentAsAmbiguous() {
    assertThat(LenientValueFormatter.format("{text: issue # 5\n}")).isEqualTo("{text:issue?}");
    assertThat(LenientValueFormatter.format("{\"text\": issue # 5, \"note\": \"n\"\n}"))
        .isEqualTo("{text:issue?}?");
    assertThat(LenientValueFormatter.format("{text: issue // 5\n, b: 1}"))
        .isEqualTo("{text:issue?,b:1}");
    assertThat(LenientValueFormatter.format("{text: issue, # 5\n b: 1}"))
        .isEqualTo("{text:issue?,b:1}");
    assertThat(LenientValueFormatter.format("[issue /* 5 */, 2]")).isEqualTo("[issue?,2]");
    assertThat(LenientValueFormatter.format("{a: true // yes\n, b: 1 # one\n}"))
        .isEqualTo("{a:true,b:1}");
  }

  @Test
  void marksValuesWithKeysInCommentsAsAmbiguous() {
    assertThat(LenientValueFormatter.format("{\"a\": 1 // \"b\": 2\n}")).isEqualTo("{a:1}?");
    assertThat(LenientValueFormatter.format("{a: 1 # 5, note: n\n}")).isEqualTo("{a:1}?");
    assertThat(LenientValueFormatter.format("{a: /* 'b' : 2, */ 1}")).isEqualTo("{a:1}?");
    assertThat(LenientValueFormatter.format("[1 // \"b\": 2\n]")).isEqualTo("[1]?");
    assertThat(LenientValueFormatter.format("{a: 1 // note: the first\n}")).isEqualTo("{a:1}");
  }

  @Test
  void marksValuesWithOmittedContentAsAmbiguous() {
    assertThat(LenientValueFormatter.format("[1,2,...]")).isEqualTo("[1,2,...?]");
    assertThat(LenientValueFormatter.format("{\"a\":1, ...}")).isEqualTo("{a:1?}~?");
    assertThat(LenientValueFormatter.format("{\"a\": ,\"b\":1}")).isEqualTo("{a:?,b:1}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      value = {
        "{'a':'x'}                     | {a:'x'}",
        "{“a”:“x”,”b”:”y”,„c“:„z“}     | {a:'x',b:'y',c:'z'}",
        "{‘a’:‘x’, «b»:«y», `c`:`z`}   | {a:'x',b:'y',c:'z'}",
        "{a:x,b_c:New York,d-e:true}   | {a:x,b_c:New York,d-e:true}",
        "{'a':'it's', b:'don't'}       | {a:'it's',b:'don't'}",
        "{a:it's fine}                 | {a:it's fine}",
        "{'a':\"it's\",'b':'say \"x\"'}| {a:'it's',b:'say \"x\"'}",
        "[red]                         | [red]",
        "{total: 1,234, next: 5}       | {total:1,234,next:5}",
        "{total: 1,234,567}            | {total:1,234,567}",
        "{a: 1,234: 5}                 | {a:1,234:5}",
        "{a:None,b:NaN,c:True}         | {a:None,b:NaN,c:True}",
      })
  void repairsQuotes(String text, String expected) {
    assertThat(LenientValueFormatter.format(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      value = {
        "{'a': 'x', \"t\":\"He said \"no\" twice\",\"b\":1}         | He said \"no\" twice",
        "{'a': 'x', \"t\":\"He said \"no\", \"yes\" and left\"}     | He said \"no\", \"yes\" and"
            + " left",
        "{'a': 'x', \"t\":\"\"no\" he said\",\"b\":1}               | \"no\" he said",
        "{'a': 'x', \"t\":\"he said \"no\"\",\"b\":1}               | he said \"no\"",
        "{'a': 'x', \"t\":\"use {\"k\": \"v\"} here\",\"b\":1}      | use {\"k\": \"v\"} here",
        "{'a': 'x', \"t\":\"the set {\"x\", \"y\"} is\",\"b\":1}    | the set {\"x\", \"y\"} is",
        "{'a': 'x', \"t\":\"<a href=\"u\">v</a>\" /* c */, b: 1}    | <a href=\"u\">v</a>",
        "{'a': 'x', t:“He said “no” twice”, b: 1}                   | He said “no” twice",
        "{'a': 'x', t:'He said 'no', then left', b: 1}              | He said 'no', then left",
        "{'a': 'x', t:\"He said \"yes: I do\" ok\", b: 1}           | He said \"yes: I do\" ok",
      })
  void repairsPairedQuotesWithinStrings(String text, String expected) {
    assertThat(LenientValueFormatter.format(text))
        .contains(":'" + expected + "'")
        .doesNotContain("?", "~");
    assertThat(LenientValueFormatter.repairKinds(text)).contains(Kind.QUOTES);
  }

  @Test
  void acceptsInchMarksWithinStrings() {
    assertThat(LenientValueFormatter.format("{\"a\":\"5\" pipe, 3' long\",\"b\":1}"))
        .isEqualTo("{a:'5\" pipe, 3' long',b:1}");
  }

  @Test
  void repairsQuotesWithinElements() {
    assertThat(LenientValueFormatter.format("[\"He said \"x\"\", \"\"y\" she\", \"z\"]"))
        .isEqualTo("['He said \"x\"','\"y\" she','z']");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":\"a\" pipe\",\"b\":1}",
        "{\"a\":\"foo\", bar\",\"b\":1}",
        "{\"a\":\"use \"k\": \"v\", \"k2\": \"v2\" in it\",\"b\":1}",
        "{\"a\":\"x\"b: \"y\", c: \"z\"}",
        "[\"say \"x\" the \",\" char\", \"z\"]",
        "['the dogs' bowl', 'x']",
        "[\"x, \"y\", \"z\"]",
        "[\"say \"\"hi\"\" now\"]",
        "[hello \"x\"]",
        "{a: hello, world, b: 2}",
        "{a: New York: x}",
        "[10 200 300]",
        "{\"a\": x\", \"b\": 1}",
        "{\"a\":\"v\"} here\", \"n\": 1}",
        "{\"a\":{\"b\":1}},\"c\":2}",
        "\"order\": {\"a\":1}, \"n\": 2}",
        "\"order\": {\"a\":1}}",
        "[{\"a\":1, {\"a\":2}]",
        "{\"a\":[1,\"b\":2}",
        "{\"a\":1 and more, \"b\" 2}",
        "{\"a\":1]",
        "[1,}",
      })
  void marksTextWithTwoReadingsAsAmbiguous(String text) {
    assertThat(LenientValueFormatter.candidates(text).toString()).containsAnyOf("?", "~");
  }

  @Test
  void repairsEscapes() {
    assertThat(LenientValueFormatter.format("{\"a\":\"it\\'s \\x41\\_b\"}"))
        .isEqualTo("{a:'it's A_b'}");
    assertThat(LenientValueFormatter.format("{\"a\":\"\\d+\\s\"}")).isEqualTo("{a:'\\d+\\s'}");
    assertThat(LenientValueFormatter.format("{\"a\":\"one\ntwo\tthree\u0001\u0000\"}"))
        .isEqualTo("{a:'one\ntwo\tthree\u0001\u0000'}");
    assertThat(LenientValueFormatter.repairKinds("{\"a\":\"one\ntwo\"}"))
        .containsExactly(Kind.ESCAPE);
    assertThat(LenientValueFormatter.repairKinds("{\u00A0\"a\":1}")).containsExactly(Kind.ESCAPE);
    assertThat(LenientValueFormatter.format("['" + BACKSLASH + "ud83d" + BACKSLASH + "ude00']"))
        .isEqualTo("['😀']");
    assertThat(LenientValueFormatter.format("['a\ud800']")).isEqualTo("['a\ud800']");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "C:\\dir\\new",
        "\\U0001F600",
        "\\N{BULLET}",
        "\\d\\\\d",
        "\\.",
        "\\$",
        "\\0",
        "\\x4",
        "\\u12",
        "\\\n"
      })
  void marksAmbiguousEscapes(String text) {
    assertThat(LenientValueFormatter.format("{\"a\":\"" + text + "\"}")).endsWith("'?}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[\"a\"\"b\"]", "[\"a 5\"\" pipe\"]", "[\"a 5\" \" pipe\"]", "[\"a \" \"b\"]"})
  void marksTextsWithAdjacentQuotesAsAmbiguous(String text) {
    assertThat(LenientValueFormatter.format(text)).endsWith("'?]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      value = {
        "{a:\"\"\"x\"\"\"}                     | {a:'x'}",
        "{a:\"\"\"say \"x\" now\"\"\",\"b\":1}  | {a:'say \"x\" now',b:1}",
        "[\"\"\"x\"\"\", \"\"\"y\"\"\"]            | ['x','y']",
        "{a:'the boys' toys'}              | {a:'the boys' toys'}",
        "{first name: 1, last name : 2}    | {first name:1,last name:2}",
        "{a: \"x\", last name: 2}          | {a:'x',last name:2}",
      })
  void readsTripleQuotesApostrophesAndKeysOfSeveralWords(String text, String expected) {
    assertThat(LenientValueFormatter.format(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":\"\"\"\nx\"\"\"}",
        "{\"a\":\"\"\"x\n  \"\"\"}",
        "{\"a\":\"\"\"\"x\"\"\"\"}",
        "{\"a\":\"\"\"\"\"\"}"
      })
  void marksTripleQuotesWithAmbiguousEdges(String text) {
    assertThat(LenientValueFormatter.format(text)).endsWith("'?}");
  }

  @Test
  void marksTruncatedValuesAsOpen() {
    assertThat(LenientValueFormatter.format("{\"a\":\"x\",\"b\":[1,{\"c\":true}"))
        .isEqualTo("{a:'x',b:[1,{c:true}]~}~");
    assertThat(LenientValueFormatter.format("{\"a\":\"x")).isEqualTo("{a:'x'~}~");
    assertThat(LenientValueFormatter.format("{\"a\":12")).isEqualTo("{a:12~}~");
    assertThat(LenientValueFormatter.format("{\"a\":12 ")).isEqualTo("{a:12}~");
    assertThat(LenientValueFormatter.format("[1,")).isEqualTo("[1]~?");
    assertThat(LenientValueFormatter.format("{\"a\":1,\"b\"")).isEqualTo("{a:1?}~?");
    assertThat(LenientValueFormatter.format("{\"a\":1,\"b\":")).isEqualTo("{a:1}~?");
    assertThat(LenientValueFormatter.format("{\"a\":1,\"b")).isEqualTo("{a:1?}~?");
    assertThat(LenientValueFormatter.candidates("```json\n{\"a\":[1\n```\nI hope so"))
        .containsExactly("FENCE {a:[1]~}~");
    assertThat(LenientValueFormatter.repairKinds("[[\"a\"]")).containsExactly(Kind.CLOSED);
  }

  @Test
  void closesNestedValuesAtTheOuterBracket() {
    assertThat(LenientValueFormatter.format("{\"a\":[1,2}")).isEqualTo("{a:[1,2]~}");
    assertThat(LenientValueFormatter.format("[{\"a\":1]")).isEqualTo("[{a:1}~]");
    assertThat(LenientValueFormatter.format("{\"a\":1}}")).isEqualTo("{a:1}");
  }

  @Test
  void rejectsTooDeepNesting() {
    assertThat(JsonExtractor.extract("[".repeat(201)).rejectionReason())
        .isEqualTo("more than 200 levels of nesting");
    assertThat(LenientValueFormatter.format("[".repeat(200) + "]".repeat(200)))
        .startsWith("[[[")
        .endsWith("]");
  }

  @Test
  void takesStepsInProportionToTheText() {
    List<String> hostile =
        List.of(
            "{",
            "[",
            "\"",
            "{\"",
            "[\"",
            "```",
            "{a:",
            "[a ",
            "{\"a\":\"",
            "<think>",
            "</think>",
            "}",
            "{}}",
            "\\",
            "//",
            "/*",
            "{\"a\" //",
            "\"//",
            " ",
            ",",
            "{}  ,",
            "'",
            "[']",
            "{a:1,2 ",
            "{\"a\":\"x\" ",
            "[\"x\" ",
            "[[1,",
            "</",
            "[a{",
            "{\"a\":1 x",
            "{\"a\":1}",
            "`",
            "{``",
            "# {}\n",
            "// see {\"a\":1}\n",
            "#1,\n",
            "# \"\n",
            ", #\"\n",
            "#{}\n]",
            "/*\"*/",
            "[']'],",
            "] #\"\n");

    for (String part : hostile) {
      requireLinear(part, "", "");
      requireLinear(part, "{\"a\":[", "");
      requireLinear(part, "{\"a\":\"", "\"}");
    }
  }

  @Test
  void allocatesFewBytesForEachCharacter() {
    List<String> units =
        List.of("1 ", "1,", "\"a\" ", "'',", "[],", "{a:1},", "/**/", "#\n", ",,", "'\\d',", "a ");
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int length = 400_000;

    for (String unit : units) {
      String text = "{\"b\":[" + unit.repeat(length / unit.length());
      JsonExtractor.extract(text);
      long before = threads.getCurrentThreadAllocatedBytes();
      JsonExtractor.extract(text);

      assertThat((threads.getCurrentThreadAllocatedBytes() - before) / length)
          .as(unit)
          .isLessThan(130);
    }
  }

  @Test
  void limitsTheLength() {
    assertThat(JsonExtractor.extract("{'b':'" + "1 ".repeat(5_000_000) + "'}").rejectionReason())
        .isEqualTo("more than 10,000,000 characters of JSON that has to be repaired");
  }

  @Test
  void limitsTheNumberOfValues() {
    assertThat(JsonExtractor.extract("{\"b\":[" + "1 ".repeat(600_000)).rejectionReason())
        .isEqualTo("more than 1,000,000 values in JSON that has to be repaired");
    assertThat(JsonExtractor.extract("{'b':'" + "1 ".repeat(600_000) + "'}").candidates())
        .hasSize(1);
  }

  private static void requireLinear(String part, String before, String after) {
    long once = steps(before + part.repeat(20_000 / part.length()) + after);
    long twice = steps(before + part.repeat(40_000 / part.length()) + after);

    assertThat(twice).as(before + part).isLessThan(2 * once + once / 10 + 2_000);
  }

  private static long steps(String text) {
    ReadingBudget budget = ReadingBudget.unlimited();
    JsonExtractor.extract(text, budget);
    return budget.steps();
  }
}
