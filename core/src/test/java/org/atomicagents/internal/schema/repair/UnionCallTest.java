package org.atomicagents.internal.schema.repair;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Optional;
import org.atomicagents.message.Repair;
import org.atomicagents.message.Violation;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.ReadResult;
import org.atomicagents.schema.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnionCallTest {
  private static final Schema<Action> ACTION = Schema.of(Action.class);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":\"Wait\",\"arguments\":{\"minutes\":5}}",
        "{\"name\":\"wait\",\"parameters\":{\"minutes\":5}}",
        "{\"id\":\"call-1\",\"type\":\"function\",\"name\":\"Wait\",\"arguments\":{\"minutes\":5}}",
        "{\"type\":\"function\",\"function\":{\"name\":\"Wait\",\"arguments\":{\"minutes\":5}}}",
        "{\"name\":\"Wait\",\"arguments\":{\"type\":\"Wait\",\"minutes\":5}}",
        "[{\"name\":\"Wait\",\"arguments\":{\"minutes\":5}}]",
        "<tool_call>{\"name\":\"Wait\",\"arguments\":{\"minutes\":5}}</tool_call>",
        "{\"Wait\":{\"minutes\":5}}",
        "{\"value\":{\"Wait\":{\"minutes\":5}}}"
      })
  void readsCallsOfTheRecordsOfAUnion(String text) {
    ReadResult<Action> result = ACTION.read(text);

    assertThat(result.value()).isEqualTo(new Wait(5, Optional.empty()));
    assertThat(result.repairs()).extracting(Repair::kind).contains(Repair.Kind.WRAPPING);
  }

  @Test
  void readsCallsWithinLists() {
    String json =
        "{\"steps\":[{\"name\":\"Wait\",\"arguments\":{\"minutes\":5}},"
            + "{\"type\":\"Send\",\"to\":\"a\"}]}";

    assertThat(Schema.of(Plan.class).read(json).value())
        .isEqualTo(new Plan(List.of(new Wait(5, Optional.empty()), new Send("a"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":\"Wait\",\"arguments\":\"{\\\"minutes\\\":5}\"}",
        "[{\"name\":\"Wait\",\"arguments\":\"{\\\"minutes\\\":5}\"}]",
        "Sure: {\"type\":\"function\",\"function\":"
            + "{\"name\":\"Wait\",\"arguments\":\" {\\\"minutes\\\":5}\"}}",
        "<tool_call>{'name':'Wait','arguments':'{\"minutes\":5}'}</tool_call>",
      })
  void readsCallsWhoseArgumentsAreJsonInAString(String text) {
    ReadResult<Action> result = ACTION.read(text);

    assertThat(result.violations()).isEmpty();
    assertThat(result.value()).isEqualTo(new Wait(5, Optional.empty()));
    assertThat(result.repairs())
        .extracting(Repair::kind)
        .contains(Repair.Kind.QUOTES, Repair.Kind.WRAPPING);
  }

  @Test
  void readsCallsWithEncodedArgumentsInLists() {
    String calls =
        "[{\"name\":\"Wait\",\"arguments\":\"{\\\"minutes\\\":5}\"},"
            + "{\"name\":\"Send\",\"arguments\":\"{\\\"to\\\":\\\"a\\\"}\"}]";

    assertThat(Schema.listOf(Action.class).read(calls).value())
        .containsExactly(new Wait(5, Optional.empty()), new Send("a"));
    assertThat(Schema.of(Plan.class).read("{\"steps\":" + calls + "}").value())
        .isEqualTo(new Plan(List.of(new Wait(5, Optional.empty()), new Send("a"))));
  }

  @Test
  void readsAWholeOutputFromEncodedArguments() {
    assertThat(
            Schema.of(Plan.class)
                .read("{\"name\":\"Plan\",\"arguments\":\"{\\\"steps\\\":[]}\"}")
                .value())
        .isEqualTo(new Plan(List.of()));
    assertThat(
            Schema.listOf(Send.class)
                .read(
                    "{\"name\":\"SendList\",\"arguments\":\"{\\\"items\\\":[{\\\"to\\\":\\\"a\\\"}]}\"}")
                .value())
        .containsExactly(new Send("a"));
  }

  @Test
  void rejectsEncodedArgumentsOfAnotherFunctionOrWithoutTheRequiredKeys() {
    assertThat(ACTION.read("{\"name\":\"Fly\",\"arguments\":\"{\\\"minutes\\\":5}\"}").value())
        .isNull();
    assertThat(ACTION.read("{\"name\":\"Wait\",\"arguments\":\"{\\\"m\\\":5}\"}").value()).isNull();
    assertThat(ACTION.read("{\"name\":\"Wait\",\"arguments\":\"{minutes\"}").value()).isNull();
  }

  @Test
  void keepsAStringOfArgumentsThatTheTypeHas() {
    var call = new Call("Wait", "{\"minutes\":5}");

    assertThat(
            Schema.of(Call.class)
                .read("Sure: {'name':'Wait','arguments':'{\"minutes\":5}',}")
                .value())
        .isEqualTo(call);
  }

  @Test
  void readsCallsOfAUnionWithoutADiscriminator() {
    assertThat(
            Schema.of(Payment.class)
                .read("{\"name\":\"Cash\",\"arguments\":{\"coins\":5}}")
                .value())
        .isEqualTo(new Cash(5));
  }

  @Test
  void rejectsCallsOfOtherFunctionsAndWithAnotherDiscriminator() {
    assertThat(ACTION.read("{\"name\":\"Fly\",\"arguments\":{\"minutes\":5}}").violations())
        .containsExactly(new Violation("$.value.type", "one of [Send, Wait]", "nothing"));
    assertThat(
            ACTION
                .read("{\"name\":\"Wait\",\"arguments\":{\"type\":\"Send\",\"minutes\":5}}")
                .value())
        .isNull();
  }

  @Description("A call")
  record Call(String name, String arguments) {}

  @Description("An action")
  sealed interface Action permits Send, Wait {}

  @Description("Send")
  record Send(String to) implements Action {}

  @Description("Wait")
  record Wait(int minutes, Optional<String> reason) implements Action {}

  @Description("A plan")
  record Plan(List<Action> steps) {}

  @Description("A payment")
  @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
  sealed interface Payment permits Transfer, Cash {}

  @Description("By bank")
  record Transfer(String iban) implements Payment {}

  @Description("In cash")
  record Cash(int coins) implements Payment {}
}
