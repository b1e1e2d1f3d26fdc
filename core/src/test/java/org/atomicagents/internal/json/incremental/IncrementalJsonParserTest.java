package org.atomicagents.internal.json.incremental;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found in a text does not depend on how it is cut. */
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
  void findsInValidJson(String text, String found) {
    for (boolean lenient : new boolean[] {false, true}) {
      requireFound(text, lenient, found.replace("\\n", "\n"));
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
  void findsInWhatModelsWrite(String text, String found) {
    requireFound(text, true, found);
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
  void tellsNothingBehindWhatIsNoJsonWhereThatIsAsked(String text) {
    var told = new Told();
    var reader = new IncrementalJsonParser(told, false, true);
    reader.feed(text + " ");
    String found = told.all();

    reader.feed("\"z\":1}]{\"z\":1}");

    assertThat(told.all()).isEqualTo(found).doesNotContain("z");
  }

  private static void requireFound(String text, boolean lenient, String found) {
    for (int cut = 0; cut < text.length(); cut++) {
      requireFound(List.of(text.substring(0, cut), text.substring(cut)), lenient, found);
    }
    requireFound(text.chars().mapToObj(Character::toString).toList(), lenient, found);
  }

  // What was read is wiped: nothing of it can be read again.
  private static void requireFound(List<String> pieces, boolean lenient, String found) {
    var told = new Told();
    var reader = new IncrementalJsonParser(told, lenient, false);
    for (String piece : pieces) {
      char[] source = piece.toCharArray();
      reader.feed(source, 0, source.length);
      Arrays.fill(source, '!');
    }
    assertThat(told.all()).as(() -> String.join("|", pieces)).isEqualTo(found);
  }

  /** What was found, in words. */
  private static final class Told implements JsonSink {
    private final List<String> words = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private boolean inText;

    String all() {
      return String.join(" ", words) + (inText ? " '" + text : "");
    }

    @Override
    public void startObject() {
      words.add("{");
    }

    @Override
    public void startProperty(String name) {
      words.add(name + ":");
    }

    @Override
    public void endObject() {
      words.add("}");
    }

    @Override
    public void startArray() {
      words.add("[");
    }

    @Override
    public void endArray() {
      words.add("]");
    }

    @Override
    public void startString() {
      inText = true;
      text.setLength(0);
    }

    @Override
    public void appendString(char[] source, int from, int to) {
      text.append(source, from, to - from);
    }

    @Override
    public void endString() {
      inText = false;
      words.add("'" + text + "'");
    }

    @Override
    public void scalar(String word) {
      words.add(word);
    }

    @Override
    public void ambiguousValue() {
      words.add("?");
    }

    @Override
    public void reset() {
      words.clear();
      inText = false;
    }

    @Override
    public boolean isPlausible() {
      return true;
    }
  }
}
