package org.atomicagents.corpus.adversarial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.atomicagents.message.FinishReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class IndependentCheckTest {

  @Test
  void doubtsNothingInPlainJson() {
    String json = "{\"name\":\"Mia Berg\",\"age\":42,\"subscribed\":true,\"level\":\"HIGH\"}";

    assertThat(doubts("Person", "Sure!\n" + json, json)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "int # {\"value\": \"5 kg\"} # 5",
        "int # {\"value\": \"50%\"} # 50",
        "int # {\"value\": \"3-5\"} # 3",
        "int # {\"value\": \"about 5\"} # 5",
        "int # {\"value\": \"five\"} # 5",
        "boolean # {\"value\": \"not true\"} # true",
        "Level # {\"value\": \"HIGH/LOW\"} # \"HIGH\"",
        "BloodType # {\"value\": \"A*\"} # \"A\"",
        "List<String> # [\"apple\", etc.] # [\"apple\"]",
        "List<Integer> # [1, 2, 3] # [1, 2]",
        "List<String> # [\"apple\"] # [\"pear\"]",
        "Summary # {\"text\": \"a\"} or {\"text\": \"b\"} # {\"text\": \"a\"}",
        "LocalDate # {\"value\": \"tomorrow\"} # \"2026-03-04\"",
      })
  void doubtsValuesThatTheTextDoesNotState(String type, String text, String value) {
    assertThat(doubts(type, text, value)).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "int # {\"value\": \"1,234\"} # 1234",
        "BigDecimal # {\"value\": \"1.234,5\"} # 1234.5",
        "int # {\"value\": \"$5\"} # 5",
        "boolean # {\"value\": \"Yes\"} # true",
        "Level # {\"value\": \"low\"} # \"LOW\"",
        "List<String> # <think>[\"pear\"]</think> [\"apple\"] # [\"apple\"]",
        "List<String> # [\"5\\\" pipe\", \"caf\\u00e9\"] # [\"5\\\" pipe\", \"café\"]",
      })
  void findsValuesInOtherNotations(String type, String text, String value) {
    assertThat(doubts(type, text, value)).isEmpty();
  }

  private static List<String> doubts(String type, String text, String value) {
    TargetType target =
        TargetType.ALL.stream().filter(each -> each.name().equals(type)).findAny().orElseThrow();
    var output =
        new ModelOutput(
            target, text, FinishReason.STOP, TruthEffect.UNKNOWN, List.of(), List.of(), 0);
    return IndependentCheck.doubts(output, JsonMapper.shared().readTree(value));
  }
}
