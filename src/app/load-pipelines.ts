import { FileError, type TextFiles } from '../ports.ts';
import { listPipelineFiles, parsePipeline, type Pipeline } from '../sigma/pipeline.ts';
import type { Problem } from '../util/problem.ts';

const PIPELINE_ENDINGS = ['.yml', '.yaml'] as const;

/**
 * Pipelines of the files and below the folders, in the order given; faults are added to `problems`, and a caller must
 * not go on with an error among them: without a pipeline the rules mean something else. @throws FileError
 */
export async function loadPipelines(
  paths: readonly string[],
  files: TextFiles,
  problems: Problem[],
): Promise<readonly Pipeline[]> {
  const pipelines: Pipeline[] = [];
  for (const path of paths) {
    const found = (await files.isFile(path)) ? [path] : await files.list(path, PIPELINE_ENDINGS);
    for (const file of found) {
      const text = await files.readText(file);
      const parsed = parsePipeline(text, file, await readDataFiles(text, file, files));
      problems.push(...parsed.problems);
      if (parsed.ok) pipelines.push(parsed.value);
    }
  }
  return pipelines;
}

/** Lists that the pipeline names in its own folder; one that cannot be read is left out, which is the parser's to tell. */
async function readDataFiles(
  text: string,
  pipeline: string,
  files: TextFiles,
): Promise<ReadonlyMap<string, string>> {
  const read = new Map<string, string>();
  for (const path of listPipelineFiles(text)) {
    try {
      read.set(path, await files.readBeside(pipeline, path));
    } catch (error) {
      // outside, ENOENT, EACCES: told with the line that names the file
      if (!(error instanceof FileError)) throw error;
    }
  }
  return read;
}
