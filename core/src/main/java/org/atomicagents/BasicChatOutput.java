package org.atomicagents;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import org.atomicagents.schema.Description;

/**
 * The output of a chat agent.
 *
 * @param chatMessage the response of the assistant, possibly with Markdown
 */
@JsonTypeName("BasicChatOutputSchema")
@Description("The assistant's response to the user.")
public record BasicChatOutput(
    @JsonProperty("chat_message") @Description("The text of the response; Markdown is allowed.")
        String chatMessage) {}
