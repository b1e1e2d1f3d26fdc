package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.model.Model;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.ReadResult;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Strictness;
import org.atomicagents.schema.TypeRef;
import org.atomicagents.testing.ScriptedModel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UnionSnippets {
  // @start region="union"
  @Description("What to do with a complaint")
  sealed interface Decision {}

  @Description("Refund the money")
  record Refund(BigDecimal amount) implements Decision {}

  @Description("Hand the complaint over to another team")
  @JsonTypeName("hand-over")
  record HandOver(String team, String reason) implements Decision {}

  // @end

  @Test
  void union() {
    Model model =
        ScriptedModel.answering(
                "{\"value\":{\"type\":\"hand-over\",\"team\":\"sales\",\"reason\":\"a discount\"}}")
            .model();
    var complaint = new BasicChatInput("I was promised a discount.");
    // @start region="union-run"
    var clerk = AtomicAgent.of(BasicChatInput.class, Decision.class, model);

    String action =
        switch (clerk.run(complaint)) {
          case Refund refund -> "paid " + refund.amount();
          case HandOver handOver -> "asked " + handOver.team();
        };
    // @end
    assertThat(action).isEqualTo("asked sales");
  }

  // @start region="by-shape"
  @Description("How to reach a person")
  @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
  sealed interface Contact {}

  @Description("By mail")
  record Mail(String address) implements Contact {}

  @Description("By phone")
  record Phone(String number, Optional<String> extension) implements Contact {}

  // @end

  @Test
  void byShape() {
    ReadResult<Contact> result =
        Schema.of(Contact.class).read("{\"value\":{\"number\":\"110\"}}", Strictness.STRICT);

    assertThat(result.value()).isEqualTo(new Phone("110", Optional.empty()));
  }

  // @start region="generic"
  @Description("A page of a longer list")
  record Page<T>(List<T> items, @Nullable String next) {}

  // @end

  enum Urgency {
    @JsonProperty("low")
    LOW,
    @JsonProperty("high")
    HIGH
  }

  @Test
  void roots() {
    Model model = ScriptedModel.answering("{\"items\":[]}", "{\"items\":[]}").model();
    var question = new BasicChatInput("Who called?");
    // @start region="roots"
    Schema<List<Phone>> phones = Schema.listOf(Phone.class);
    Schema<Page<Phone>> page = Schema.of(new TypeRef<Page<Phone>>() {});
    Schema<Map<String, URI>> links = Schema.of(new TypeRef<Map<String, URI>>() {});
    Schema<Urgency> urgency = Schema.of(Urgency.class);

    List<Phone> found = AtomicAgent.of(BasicChatInput.class, phones, model).run(question);
    // @end
    assertThat(found).isEmpty();
    assertThat(page.name()).isEqualTo("Page_Phone");
    assertThat(links.jsonSchema())
        .isEqualTo(
            "{\"type\":\"object\",\"properties\":{\"value\":{\"type\":\"object\","
                + "\"additionalProperties\":{\"type\":\"string\",\"format\":\"uri\"}}},"
                + "\"required\":[\"value\"],\"additionalProperties\":false}");
    assertThat(urgency.read("{\"value\":\"high\"}").value()).isEqualTo(Urgency.HIGH);
  }
}
