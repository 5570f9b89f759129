package dev.airelay.server.upstream;

import dev.airelay.backend.UpstreamHead;
import dev.airelay.transforms.event.UpstreamEvent;
import java.util.List;

/**
 * Tells the news to several.
 *
 * @param hearers hear everything, in order
 */
record AllNews(List<UpstreamNews> hearers) implements UpstreamNews {

    @Override
    public void onHead(UpstreamHead head) {
        hearers.forEach(hearer -> hearer.onHead(head));
    }

    @Override
    public void onExtension(UpstreamEvent event) {
        hearers.forEach(hearer -> hearer.onExtension(event));
    }
}
