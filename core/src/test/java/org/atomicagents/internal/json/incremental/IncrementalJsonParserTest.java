package org.atomicagents.internal.json.incremental;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every case is parsed for all ways to split its text in two, and character by character. */
class IncrementalJsonParserTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '^',
      textBlock =
          """
          {}                              ~ { }
          {"a":1}                         ~ { a: 1 }
          {"a":[],"b":{}}                 ~ { a: [ ] b: { } }
          {"a":"x\\n\\u00e9\\ud83d\\ude00"} ~ { a: 'x\\né😀' }
          {"a":-1.5e3,"b":[true,null]}    ~ { a: -1.5e3 b: [ true null ] }
          {"\\u0061":""}                  ~ { a: '' }
          """)
  void reportsTheEventsOfValidJson(String text, String expected) {
    for (boolean lenient : new boolean[] {false, true}) {
      assertEvents(text, lenient, expected.replace("\\n", "\n"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '^',
      textBlock =
          """
          Here it is: {"a":1}             ~ { a: 1 }
          ```json {"a":1} ``` That's it.  ~ { a: 1 }
          <think>{"a":2}</think>{"a":1}   ~ { a: 1 }
          <thinking>a < b {</thinking>{"a":1} ~ { a: 1 }
          {'a':'x',}                      ~ { a: 'x' }
          {a: “x” /* why */ // so#{"b"    ~ { a: 'x
          {"a":True,"b":None,"c":FALSE}   ~ { a: true b: null c: false }
          {"a":"say "x" to me"}           ~ { a: 'say "x" to me' }
          {"a":"say "x", then go","b":1}  ~ { a: 'say "x", then go' b: 1 }
          {"a":"x" "b":1}                 ~ { a: 'x' b: 1 }
          {"a":"x" # says "y", and so on  ~ { a: 'x
          {"a":1,234,"b":1}               ~ { a: ? b: 1 }
          {"a":12 kg,"b":1}               ~ { a: ? b: 1 }
          {"a":high,"b":1}                ~ { a: ? b: 1 }
          {"a":["x" "y"],"b":1}           ~ { a: [ 'x' 'y' ] b: 1 }
          {"a":'don't',"b":1}             ~ { a: 'don't' b: 1 }
          {"a":"5" pipe","b":1}           ~ { a: '5" pipe' b: 1 }
          {"a":"C:\\_x\\d"}               ~ { a: 'C:_x\\d' }
          {"a":1}{"a":2}                  ~ { a: 1 }
          {key: value} {"a":1}            ~ { key: ? }
          """)
  void reportsTheEventsOfMalformedModelOutput(String text, String expected) {
    assertEvents(text, true, expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "{'a':1}",
        "{a:1}",
        "{\"a\":1,}",
        "{\"a\":01}",
        "{\"a\":True}",
        "{\"a\":\"\n\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u00g0\"}",
        "{\"a\" 1}",
        "{\"a\":1]",
        "[1,,2]",
        "[1 2]",
        "{\"a\":1 /* b */}",
        "{,}",
        "{\"a\":+1}",
        "{\"a\":.5}",
        "{\"a\":1.}",
        "{\"a\":-}"
      })
  void reportsNoEventsAfterInvalidJsonInStrictMode(String text) {
    var sink = new EventRecorder();
    var parser = new IncrementalJsonParser(sink, false, true);
    parser.feed(text + " ");
    String expected = sink.events();

    parser.feed("\"z\":1}]{\"z\":1}");

    assertThat(sink.events()).isEqualTo(expected).doesNotContain("z");
  }

  private static void assertEvents(String text, boolean lenient, String expected) {
    for (int cut = 0; cut < text.length(); cut++) {
      assertEvents(List.of(text.substring(0, cut), text.substring(cut)), lenient, expected);
    }
    assertEvents(text.chars().mapToObj(Character::toString).toList(), lenient, expected);
  }

  // Each chunk is overwritten after it was fed, so that the parser cannot read it again.
  private static void assertEvents(List<String> chunks, boolean lenient, String expected) {
    var sink = new EventRecorder();
    var parser = new IncrementalJsonParser(sink, lenient, false);
    for (String chunk : chunks) {
      char[] source = chunk.toCharArray();
      parser.feed(source, 0, source.length);
      Arrays.fill(source, '!');
    }
    assertThat(sink.events()).as(() -> String.join("|", chunks)).isEqualTo(expected);
  }

  /** Records the events as text. */
  private static final class EventRecorder implements JsonSink {
    private final List<String> events = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private boolean inString;

    String events() {
      return String.join(" ", events) + (inString ? " '" + text : "");
    }

    @Override
    public void startObject() {
      events.add("{");
    }

    @Override
    public void startProperty(String name) {
      events.add(name + ":");
    }

    @Override
    public void endObject() {
      events.add("}");
    }

    @Override
    public void startArray() {
      events.add("[");
    }

    @Override
    public void endArray() {
      events.add("]");
    }

    @Override
    public void startString() {
      inString = true;
      text.setLength(0);
    }

    @Override
    public void appendString(char[] source, int from, int to) {
      text.append(source, from, to - from);
    }

    @Override
    public void endString() {
      inString = false;
      events.add("'" + text + "'");
    }

    @Override
    public void scalar(String token) {
      events.add(token);
    }

    @Override
    public void ambiguousValue() {
      events.add("?");
    }

    @Override
    public void reset() {
      events.clear();
      inString = false;
    }

    @Override
    public boolean isPlausible() {
      return true;
    }
  }
}
