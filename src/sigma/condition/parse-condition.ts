// Conditions (specification 2.1, "Condition"), by recursive descent:
//   condition = and { "or" and } ; and = not { "and" not } ; not = "not" not | primary ;
//   primary = "(" condition ")" | ( "1" | "any" | "all" ) "of" ( "them" | pattern ) | identifier
// Selectors are resolved on the way: the result names only identifiers that exist.
import type { Condition } from '../detection.ts';
import { nearestName } from '../../util/nearest-name.ts';
import { quote } from '../yaml/yaml-value.ts';
import { resolveSelector } from './selector.ts';
import { tokenize } from './tokens.ts';
import type { ConditionFault, Token } from './tokens.ts';

export interface ParsedCondition {
  /** Null when `faults` holds an error. */
  readonly condition: Condition | null;
  readonly faults: readonly ConditionFault[];
}

const OPERATORS = ['and', 'or', 'not'] as const;
type Operator = (typeof OPERATORS)[number];

/** Words that cannot name an identifier. */
export function isOperator(word: string): boolean {
  return readOperator(word) !== null;
}

/** Parses one condition over the identifiers that the rule defines. Never throws. */
export function parseCondition(text: string, identifiers: readonly string[]): ParsedCondition {
  const tokens = tokenize(text);
  if ('code' in tokens) return { condition: null, faults: [tokens] };
  const parser = new ConditionParser(tokens, identifiers);
  const condition = parser.parse();
  return { condition, faults: parser.faults };
}

/** Deeper nesting than any rule has; keeps hostile input from the end of the stack. */
const MAX_DEPTH = 100;
const END: Token = { kind: 'end', text: '', offset: 0 };

class ConditionParser {
  readonly #tokens: readonly Token[];
  readonly #identifiers: readonly string[];
  readonly faults: ConditionFault[] = [];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[], identifiers: readonly string[]) {
    this.#tokens = tokens;
    this.#identifiers = identifiers;
  }

  parse(): Condition | null {
    const condition = this.#readOr();
    const rest = this.#peek();
    if (condition === null || rest.kind === 'end') return condition;
    return rest.kind === 'close'
      ? this.#fail(rest, 'a parenthesis is closed that was not opened')
      : this.#fail(rest, `there must be "and" or "or" before ${quote(rest.text)}`);
  }

  #readOr(): Condition | null {
    return this.#readChain('or', () => this.#readAnd());
  }

  #readAnd(): Condition | null {
    return this.#readChain('and', () => this.#readNot());
  }

  #readChain(kind: 'and' | 'or', readOperand: () => Condition | null): Condition | null {
    const operands: Condition[] = [];
    do {
      const operand = readOperand();
      if (operand === null) return null;
      operands.push(operand);
    } while (this.#takeOperator(kind));
    const [only] = operands;
    return operands.length === 1 && only !== undefined ? only : { kind, operands };
  }

  #readNot(): Condition | null {
    this.#depth += 1;
    const condition =
      this.#depth > MAX_DEPTH
        ? this.#fail(this.#peek(), `the condition is nested more than ${MAX_DEPTH} deep`)
        : this.#takeOperator('not')
          ? negate(this.#readNot())
          : this.#readPrimary();
    this.#depth -= 1;
    return condition;
  }

  #readPrimary(): Condition | null {
    const token = this.#next();
    if (token.kind === 'open') return this.#readGroup(token);
    if (token.kind !== 'word' || isOperator(token.text)) return this.#failOperand(token);
    const following = this.#peek();
    if (following.kind === 'word' && following.text.toLowerCase() === 'of')
      return this.#readSelector(token);
    if (this.#identifiers.includes(token.text)) return { kind: 'identifier', name: token.text };
    return this.#failIdentifier(token);
  }

  #readGroup(open: Token): Condition | null {
    const condition = this.#readOr();
    if (condition === null) return null;
    const close = this.#next();
    if (close.kind === 'close') return condition;
    return close.kind === 'end'
      ? this.#fail(open, 'the parenthesis is not closed')
      : this.#fail(close, `there must be "and", "or" or ")" before ${quote(close.text)}`);
  }

  #readSelector(quantifier: Token): Condition | null {
    const of = this.#next();
    const pattern = this.#next();
    this.#warnUpperCase(of, 'of');
    const word = quantifier.text.toLowerCase();
    if (word !== '1' && word !== 'any' && word !== 'all')
      return this.#fail(quantifier, `${quote(`${quantifier.text} of`)} is not part of Sigma`, {
        code: 'selector-unsupported',
        hint: 'write 1 of, any of or all of',
      });
    this.#warnUpperCase(quantifier, word);
    if (pattern.kind !== 'word' || isOperator(pattern.text))
      return this.#fail(pattern, 'after "of" there must be "them" or a pattern');
    if (pattern.text === 'THEM') this.#warnUpperCase(pattern, 'them');
    const name = pattern.text === 'THEM' ? 'them' : pattern.text;
    const condition = resolveSelector(word === 'all' ? 'all' : 'any', name, this.#identifiers);
    if (condition !== null && condition.kind !== 'constant') return condition;
    return this.#reportEmptySelector(quantifier, `${word} of ${name}`, condition);
  }

  #reportEmptySelector(at: Token, selector: string, condition: Condition | null): Condition | null {
    const message = `${quote(selector)} selects no identifier`;
    const code = 'selector-empty';
    if (condition === null)
      return this.#fail(at, message, { code, hint: 'name an identifier that exists' });
    const hint = 'it is false here; remove it or correct the pattern';
    this.faults.push({ code, severity: 'warning', message, hint, offset: at.offset });
    return condition;
  }

  #peek(): Token {
    return this.#tokens[this.#at] ?? END;
  }

  #next(): Token {
    const token = this.#peek();
    if (token.kind !== 'end') this.#at += 1;
    return token;
  }

  #takeOperator(operator: Operator): boolean {
    const token = this.#peek();
    if (token.kind !== 'word' || readOperator(token.text) !== operator) return false;
    this.#warnUpperCase(token, operator);
    this.#at += 1;
    return true;
  }

  #warnUpperCase(token: Token, lower: string): void {
    if (token.text === lower) return;
    this.faults.push({
      code: 'condition-case',
      severity: 'warning',
      message: `${quote(token.text)} is read as ${quote(lower)}`,
      hint: 'write it in lower case',
      offset: token.offset,
    });
  }

  #failOperand(token: Token): null {
    if (token.kind === 'end') return this.#fail(token, 'the condition ends too early');
    return this.#fail(token, `there must be an identifier before ${quote(token.text)}`);
  }

  #failIdentifier(token: Token): null {
    if (token.text.includes('*'))
      return this.#fail(token, `the pattern ${quote(token.text)} needs "1 of" or "all of"`);
    const near = nearestName(token.text, this.#identifiers);
    const known = this.#identifiers.join(', ');
    return this.#fail(token, `the identifier ${quote(token.text)} is not defined`, {
      code: 'identifier-undefined',
      hint: near === null ? `defined: ${known}` : `did you mean ${quote(near)}?`,
    });
  }

  #fail(at: Token, message: string, more?: { readonly code: string; readonly hint: string }): null {
    const code = 'condition-syntax';
    this.faults.push({ code, ...more, severity: 'error', message, offset: at.offset });
    return null;
  }
}

/** Operators are lower case; upper case is accepted, as old rules have it. */
function readOperator(word: string): Operator | null {
  return OPERATORS.find((name) => word === name || word === name.toUpperCase()) ?? null;
}

function negate(operand: Condition | null): Condition | null {
  return operand === null ? null : { kind: 'not', operand };
}
