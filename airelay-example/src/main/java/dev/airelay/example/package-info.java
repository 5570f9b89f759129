/**
 * The invented API Parley, served by a relay: an example of a dialect defined by another program.
 *
 * <pre>
 * POST /parley/talk              x-parley-key: TOKEN
 * {"say": "Hello", "live": true}
 *
 * {"said":"Hel"}                 one line for each piece
 * {"said":"lo"}
 * {"over":true}
 * </pre>
 *
 * <p>Without {@code live} the reply is one object, {@code {"said": "Hello"}}. A failure is {@code {"fault": {"number": 401,
 * "text": "…"}}}, inside a stream as well.
 *
 * <p>Read first: {@link dev.airelay.example.ParleyDialect}, then {@link dev.airelay.example.ParleyReply}.
 *
 * <p>The dialect is stateless. An encoder belongs to one reply and is used by one event loop.
 */
package dev.airelay.example;
