package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.message.Repair;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Model;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.ReadResult;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Strictness;
import org.atomicagents.testing.ScriptedModel;
import org.junit.jupiter.api.Test;

class RepairSnippets {
  @Description("A phone number")
  record Phone(String number, Optional<String> extension) {}

  @Test
  void reading() {
    // @start region="reading"
    Schema<Phone> schema = Schema.of(Phone.class);
    String text = "Sure: {number: '110', \"extension\": None,}";

    ReadResult<Phone> repaired = schema.read(text);
    List<Repair.Kind> kinds = repaired.repairs().stream().map(Repair::kind).toList();

    ReadResult<Phone> rejected = schema.read(text, Strictness.STRICT);
    // @end
    assertThat(repaired.value()).isEqualTo(new Phone("110", Optional.empty()));
    assertThat(kinds)
        .containsExactlyInAnyOrder(
            Repair.Kind.PROSE,
            Repair.Kind.QUOTES,
            Repair.Kind.QUOTES,
            Repair.Kind.LITERAL,
            Repair.Kind.COMMA);
    assertThat(rejected.value()).isNull();
    assertThat(rejected.violations()).hasSize(1);
  }

  @Test
  void repaired() {
    var log = new ArrayList<String>();
    Model model = ScriptedModel.answering("{'chat_message': 'hi'}").model();
    // @start region="repaired"
    var listeners =
        Listeners.none()
            .with(
                AgentEvent.OutputRepaired.class,
                event -> event.repairs().forEach(repair -> log.add(repair.toString())));

    var agent = AtomicAgent.builder(model).listeners(listeners).build();
    // @end
    assertThat(agent.call(new BasicChatInput("hello")).repairs()).hasSize(2);
    assertThat(log)
        .containsExactly(
            "Repair[path=$.chat_message, kind=QUOTES, before=chat_message,"
                + " after=\"chat_message\"]",
            "Repair[path=$.chat_message, kind=QUOTES, before='hi', after=\"hi\"]");
  }
}
