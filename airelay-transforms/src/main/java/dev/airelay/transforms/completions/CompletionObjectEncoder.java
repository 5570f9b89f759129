package dev.airelay.transforms.completions;

import dev.airelay.transforms.reply.Channel;
import dev.airelay.transforms.reply.ChoiceObjectEncoder;
import dev.airelay.transforms.reply.CompletionHead;
import dev.airelay.transforms.reply.ItemForm;
import dev.airelay.transforms.reply.ItemText;
import dev.airelay.transforms.reply.MergedResponse;
import dev.airelay.transforms.reply.ReplyCollector;
import dev.airelay.transforms.reply.StopScanner;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** Encodes one text completion object of one choice. */
final class CompletionObjectEncoder extends ChoiceObjectEncoder {

    private final CompletionsReplyOptions options;

    CompletionObjectEncoder(CompletionsReplyOptions options) {
        super(options.stops(), options.createdEpochSeconds());
        this.options = options;
    }

    @Override
    protected boolean isContent(Channel channel) {
        return channel == Channel.TEXT || channel == Channel.REFUSAL;
    }

    @Override
    protected boolean separates(Channel channel) {
        return false;
    }

    @Override
    protected ObjectNode completion(ReplyCollector collected, MergedResponse response) {
        CompletionHead head = options.head();
        head.learn(response.members());
        StopScanner last = new StopScanner(options.stops());
        String text = last.feed(said(collected)) + last.flush();
        return CompletionFrames.completion(
                head, 0, text, reason(response, last.matched()).wireName());
    }

    private String said(ReplyCollector collected) {
        String token = options.completionId().substring(options.completionId().indexOf('-') + 1);
        return collected.items(new ItemForm(token)).stream()
                .flatMap(item -> ItemText.of(item).stream())
                .filter(text -> isContent(text.channel()))
                .map(text -> text.text().toString())
                .collect(Collectors.joining());
    }
}
