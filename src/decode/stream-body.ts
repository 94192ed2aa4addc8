import type { Frame, Framer } from '../ingest/frame.ts';
import { createLineFramer } from '../ingest/framing.ts';
import { decodeUtf8 } from '../util/utf8.ts';
import { lineFormats } from './formats.ts';
import type { BinaryFormat, FrameDecoder, StreamContext } from './format.ts';
import { createLineReader } from './line-reader.ts';
import type { RecordSink } from './line-reader.ts';
import { readFraming, writeFraming } from './saved-stream.ts';
import type { SavedBinary, SavedBody, SavedText } from './saved-stream.ts';
import { unparsedRecord } from './unparsed.ts';

/** The stream once its framing is known. */
export interface StreamBody {
  push(bytes: Uint8Array, sink: RecordSink): void;
  end(sink: RecordSink): void;
  readonly isWaiting: boolean;
  idle(sink: RecordSink): void;
  save(): SavedBody;
}

export function createLineBody(
  context: StreamContext,
  count: (frame: Frame) => void,
  saved: SavedText | null,
): StreamBody {
  const framer = createLineFramer();
  if (saved !== null) framer.restore(readFraming(saved.framing));
  const lines = createLineReader(lineFormats(context), context, saved?.lines ?? null);
  const take = (frame: Frame, sink: RecordSink): void => {
    count(frame);
    lines.read(decodeUtf8(frame.bytes), frame.line, sink);
  };
  return {
    push: (bytes, sink) => framer.push(bytes, (frame) => take(frame, sink)),
    end(sink) {
      framer.end((frame) => take(frame, sink));
      lines.end(sink);
    },
    get isWaiting() {
      return lines.isWaiting;
    },
    idle: (sink) => lines.end(sink),
    save: () => ({ kind: 'lines', framing: writeFraming(framer.save()), lines: lines.save() }),
  };
}

export function createBinaryBody(
  format: BinaryFormat,
  stream: { readonly context: StreamContext; readonly count: (frame: Frame) => void },
  saved: SavedBinary | null,
): StreamBody {
  const framer: Framer = format.framing();
  const decoder: FrameDecoder = format.createDecoder(stream.context);
  if (saved !== null) framer.restore(readFraming(saved.framing));
  if (saved !== null && saved.decoder !== null) decoder.state?.restore(saved.decoder);
  const take = (frame: Frame, sink: RecordSink): void => {
    stream.count(frame);
    const result = decoder.decode(frame);
    if (result.kind === 'records') for (const record of result.records) sink.record(record);
    else if (result.kind === 'header') sink.header();
    else if (result.kind === 'mismatch')
      sink.record(unparsedRecord(decodeUtf8(frame.bytes), frame.line));
  };
  return {
    push: (bytes, sink) => framer.push(bytes, (frame) => take(frame, sink)),
    end(sink) {
      framer.end((frame) => take(frame, sink));
      for (const record of decoder.flush()) sink.record(record);
    },
    // a binary file is written as a whole
    isWaiting: false,
    idle: () => undefined,
    save: () => ({
      kind: 'binary',
      format: format.name,
      framing: writeFraming(framer.save()),
      decoder: decoder.state?.save() ?? null,
    }),
  };
}
