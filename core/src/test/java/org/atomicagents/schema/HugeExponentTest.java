package org.atomicagents.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.atomicagents.error.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Tests numbers whose exponents no numeric type can represent, or only at a huge cost. */
class HugeExponentTest {
  private static final String GIVEN_OBJECT =
      """
      {"type":"object","properties":{
        "n":{"type":"number"},"i":{"type":"integer"},"any":{},"map":{
          "type":"object","additionalProperties":{"type":"number"}}}}\
      """;

  @Description("Numbers")
  record Numbers(
      byte small,
      short medium,
      int count,
      long total,
      float ratio,
      double exact,
      BigInteger huge,
      BigDecimal price,
      JsonNode any,
      Map<String, Double> ratios,
      Map<String, Long> totals,
      List<JsonNode> items) {}

  @Description("A total")
  record Total(long total) {}

  @ParameterizedTest
  @ValueSource(strings = {"1e99999999999", "-1E+2147483648", "1e999999999", "1.5e-99999999999"})
  void rejectsThemForEveryNumericType(String number) {
    String json =
        """
        {"small":N,"medium":N,"count":N,"total":N,"ratio":N,"exact":N,"huge":N,"price":N,"any":N,
        "ratios":{"k":N},"totals":{"k":N},"items":[N,{"deep":N}]}\
        """
            .replace("N", number);

    for (Strictness strictness : Strictness.values()) {
      ReadResult<Numbers> read = Schema.of(Numbers.class).read(json, strictness);

      assertThat(read.value()).isNull();
      assertThat(read.violations()).hasSize(13).allMatch(it -> it.found().equals(number));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"n\":N}", "{\"i\":N}", "{\"any\":N}", "{\"map\":{\"k\":N}}", "{\"x\":N}"})
  void rejectsThemForGivenSchemas(String json) {
    String text = json.replace("N", "1e99999999999");

    for (Strictness strictness : Strictness.values()) {
      assertThat(Schema.of(GIVEN_OBJECT).read(text, strictness).violations()).hasSize(1);
    }
    assertThat(Schema.of("{}").read("{\"value\":1e99999999999}").violations())
        .extracting(Object::toString)
        .containsExactly(
            "$.value: expected a number with an exponent of at most 1000, found 1e99999999999");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"total\":\"1e99999999999\"}", "{total: 1e99999999999}", "1e99999999999"})
  void rejectsThemAfterARepair(String json) {
    assertThat(Schema.of(Total.class).read(json).value()).isNull();
    assertThat(Schema.of(Long.class).read(json).value()).isNull();
    assertThat(Schema.of(JsonNode.class).read("{value: 1e99999999999}").value()).isNull();
  }

  @Test
  void namesTheRangeOfTheType() {
    assertThat(Schema.of(Total.class).read("{\"total\":1e99999999999}").violations())
        .extracting(Object::toString)
        .containsExactly(
            "$.total: expected an integer from -9223372036854775808 to 9223372036854775807,"
                + " found 1e99999999999");
  }

  @Test
  void leavesThemOutOfSnapshots() {
    for (Strictness strictness : Strictness.values()) {
      IncrementalDecoder<Numbers> decoder = Schema.of(Numbers.class).incremental(strictness);
      decoder.feed(
          "{\"total\":1e99999999999,\"price\":1e999999999,\"any\":1e99999999999,\"count\":3}");

      assertThat(decoder.snapshot().json()).isEqualTo("{\"count\":3}");
    }
  }

  @Test
  void dropsThemUnderUnknownKeys() {
    ReadResult<Total> read = Schema.of(Total.class).read("{\"total\":1,\"other\":1e99999999999}");

    assertThat(read.value()).isEqualTo(new Total(1));
    assertThat(read.repairs()).hasSize(1);
  }

  @Test
  void readsExponentsUpToTheLimit() {
    assertThat(Schema.of(BigInteger.class).read("{\"value\":1e1000}").value())
        .isEqualTo(BigInteger.TEN.pow(1_000));
    assertThat(Schema.of(BigDecimal.class).read("{\"value\":1.5e-1000}").value())
        .isEqualTo(new BigDecimal("1.5e-1000"));
    assertThat(Schema.of(BigDecimal.class).read("{\"value\":1e1001}").violations())
        .extracting(Object::toString)
        .containsExactly(
            "$.value: expected a number with an exponent of at most 1000, found 1e1001");
  }

  @Test
  void rejectsASchemaThatContainsThem() {
    assertThatThrownBy(() -> Schema.of("{\"type\":\"number\",\"minimum\":1e99999999999}"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("expected a number with an exponent of at most 1000");
  }
}
