package org.atomicagents.internal.schema.repair;

import static org.assertj.core.api.Assertions.assertThat;

import org.atomicagents.schema.Description;
import org.atomicagents.schema.ReadResult;
import org.atomicagents.schema.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberTextParserTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "50¢",
        "¢50",
        "50￠",
        "৻5",
        "5₥",
        "₰5",
        "5¤",
        "50 cents",
        "50c",
        "50p",
        "TOP 10",
        "ALL 3",
        "2 CUP",
        "5 XXX",
        "5 XAU",
        "TRY 3",
        "RUB 2",
        "PHP 8",
        "3 PEN",
        "2 MOP",
        "5 COP",
        "usd 5",
        "USD5",
        "5USD",
        "5%",
        "5 %",
        "5‰",
        "$1k",
        "1.5M",
        "2bn",
        "5 kg",
        "5kg",
        "10°",
        "~5",
        "≈5",
        "<5",
        ">5",
        "≤5",
        "±5",
        "5+",
        "5-6",
        "5–6",
        "5 to 6",
        "1/2",
        "½",
        "5²",
        "²",
        "Ⅷ",
        "五",
        "#5",
        "No. 5",
        "5th",
        "5*",
        "*5",
        "5'",
        "5\"",
        "(5)",
        "[5]",
        "5!",
        "5:",
        "5,",
        "5;",
        "5, 6",
        "5 6",
        "5 / 6",
        "1:2",
        "5x",
        "x5",
        "0x1F",
        "007",
        "१२५A",
        "１２٥",
        "1２",
        "$$5",
        "$5€",
        "- -5",
        "5e",
        "1e3.5",
        "$1.000",
        "1.000",
        "１．０００",
        "",
        " ",
        "$",
        "USD",
        "NaN",
        "∞",
        "null"
      })
  void rejectsWhatIsNotTheNumberItself(String text) {
    assertThat(normalize(text)).as(text).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "$5|5",
        "5 €|5",
        "¥5|5",
        "5₹|5",
        "￥５|5",
        "USD 5|5",
        "5 EUR|5",
        "-$5|-5",
        "$-5|-5",
        "−5|-5",
        "+3|3",
        ".5|0.5",
        "3.|3",
        "1e3|1e3",
        "1 234 567|1234567",
        "1\u00a0234\u202f567|1234567",
        "1,234,567.5|1234567.5",
        "1'234'567|1234567",
        "1_000|1000",
        "$1,234,567|1234567",
        "１２|12",
        "－１２．５|-12.5",
        "１，２３４，５６７|1234567",
        "٥٦|56",
        "٣٫٥|3.5",
        "१२५|125",
        "**5**|5",
        "`5`|5",
        "“5”|5",
        "'5'|5"
      })
  void readsWhatMeansTheSameInAllCountries(String text, String number) {
    assertThat(normalize(text)).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"\u00a05\"", "\"5\u200b\"", "5\u00a0", "\u200b5", "\u00a05\ufeff", "\"\t5\""})
  void ignoresInvisibleCharactersAroundANumber(String json) {
    ReadResult<Count> read = Schema.of(Count.class).read("{\"count\":" + json + "}");

    assertThat(read.value()).isEqualTo(new Count(5));
  }

  @Test
  void rejectsALongTextWithoutParsingIt() {
    assertThat(normalize("1,".repeat(1_000_000))).isNull();
    assertThat(normalize("１".repeat(1_000_000))).isNull();
  }

  @Description("A count")
  record Count(int count) {}

  private static @Nullable String normalize(String text) {
    return NumberTextParser.hasAmbiguousPoint(text) ? null : NumberTextParser.normalizeNumber(text);
  }
}
