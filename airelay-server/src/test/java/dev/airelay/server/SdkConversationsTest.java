package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.core.JsonValue;
import com.openai.errors.NotFoundException;
import com.openai.models.conversations.Conversation;
import com.openai.models.conversations.ConversationCreateParams;
import com.openai.models.conversations.ConversationUpdateParams;
import com.openai.models.conversations.items.ConversationItem;
import com.openai.models.conversations.items.ItemCreateParams;
import com.openai.models.conversations.items.ItemDeleteParams;
import com.openai.models.conversations.items.ItemListParams;
import com.openai.models.conversations.items.ItemRetrieveParams;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Conversations as OpenAI's Java SDK sees them. */
@Relay
class SdkConversationsTest {

    private final SdkRelay relay;

    SdkConversationsTest(SdkRelay relay) {
        this.relay = relay;
    }

    private static String text(ConversationItem item) {
        return item.asMessage().content().get(0).asInputText().text();
    }

    @Test
    void conversationIsCreatedChangedAndDeleted() {
        Conversation created = relay.client()
                .conversations()
                .create(ConversationCreateParams.builder()
                        .metadata(ConversationCreateParams.Metadata.builder()
                                .putAdditionalProperty("topic", JsonValue.from("demo"))
                                .build())
                        .addItem(SdkRelay.userItem("hello"))
                        .build());
        relay.client()
                .conversations()
                .update(ConversationUpdateParams.builder()
                        .conversationId(created.id())
                        .metadata(ConversationUpdateParams.Metadata.builder()
                                .putAdditionalProperty("topic", JsonValue.from("other"))
                                .build())
                        .build());

        Conversation found = relay.client().conversations().retrieve(created.id());

        assertThat(found._metadata().toString()).contains("other");
        assertThat(relay.client().conversations().delete(created.id()).deleted())
                .isTrue();
        assertThatThrownBy(() -> relay.client().conversations().retrieve(created.id()))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void conversationNeedsNothing() {
        assertThat(relay.client().conversations().create().id()).startsWith("conv_");
    }

    @Test
    void itemsAreAddedWalkedShownAndDeleted() {
        String id = relay.client().conversations().create().id();
        for (String text : List.of("one", "two", "three")) {
            relay.client()
                    .conversations()
                    .items()
                    .create(ItemCreateParams.builder()
                            .conversationId(id)
                            .addItem(SdkRelay.userItem(text))
                            .build());
        }

        List<ConversationItem> items = relay
                .client()
                .conversations()
                .items()
                .list(ItemListParams.builder().conversationId(id).limit(2).build())
                .autoPager()
                .stream()
                .toList();
        String newest = items.get(0).asMessage().id();

        assertThat(items).extracting(SdkConversationsTest::text).containsExactly("three", "two", "one");
        assertThat(text(relay.client()
                        .conversations()
                        .items()
                        .retrieve(ItemRetrieveParams.builder()
                                .conversationId(id)
                                .itemId(newest)
                                .build())))
                .isEqualTo("three");
        assertThat(relay.client()
                        .conversations()
                        .items()
                        .delete(ItemDeleteParams.builder()
                                .conversationId(id)
                                .itemId(newest)
                                .build())
                        .id())
                .isEqualTo(id);
        assertThat(relay.client().conversations().items().list(id).items()).hasSize(2);
    }
}
