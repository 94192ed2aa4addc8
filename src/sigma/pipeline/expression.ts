// `rule_cond_expr` and its kin: names, `not`, `and`, `or` (weakest last) and parentheses.
export type Expression =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'not'; readonly operand: Expression }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Expression[] };

interface ParsedExpression {
  readonly expression: Expression;
  readonly names: readonly string[];
}

const TOKEN = /\s*([()]|[A-Za-z0-9_-]+|\S)/y;
const WORD = /^[A-Za-z0-9_-]+$/;
const OPERATORS = new Set(['and', 'or', 'not']);
/** Keeps hostile input from the end of the stack. */
const MAX_DEPTH = 50;

export function parseExpression(text: string): ParsedExpression | { readonly message: string } {
  const parser = new ExpressionParser(tokenise(text));
  const expression = parser.read();
  return expression === null ? { message: parser.message } : { expression, names: parser.names };
}

function tokenise(text: string): readonly string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let found = TOKEN.exec(text); found !== null; found = TOKEN.exec(text))
    tokens.push(found[1] ?? '');
  return tokens;
}

class ExpressionParser {
  readonly names: string[] = [];
  message = '';
  readonly #tokens: readonly string[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  read(): Expression | null {
    const expression = this.#readOr();
    const rest = this.#tokens[this.#at];
    if (expression !== null && rest !== undefined) return this.#fail(rest);
    return expression;
  }

  #readOr(): Expression | null {
    return this.#readChain('or', () => this.#readChain('and', () => this.#readNot()));
  }

  #readChain(operator: 'and' | 'or', readOperand: () => Expression | null): Expression | null {
    const operands: Expression[] = [];
    do {
      const operand = readOperand();
      if (operand === null) return null;
      operands.push(operand);
    } while (this.#take(operator));
    const [only] = operands;
    return operands.length === 1 && only !== undefined ? only : { kind: operator, operands };
  }

  #readNot(): Expression | null {
    let isNegated = false;
    while (this.#take('not')) isNegated = !isNegated;
    const operand = this.#readPrimary();
    return operand === null || !isNegated ? operand : { kind: 'not', operand };
  }

  #readPrimary(): Expression | null {
    const token = this.#tokens[this.#at];
    if (this.#take('(')) {
      this.#depth += 1;
      const inner = this.#depth > MAX_DEPTH ? null : this.#readOr();
      this.#depth -= 1;
      if (inner === null) return this.#fail('(');
      return this.#take(')') ? inner : this.#fail(this.#tokens[this.#at]);
    }
    if (token === undefined || !WORD.test(token) || OPERATORS.has(token)) return this.#fail(token);
    this.#at += 1;
    this.names.push(token);
    return { kind: 'name', name: token };
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at += 1;
    return true;
  }

  #fail(token: string | undefined): null {
    const what = token === undefined ? 'its end' : JSON.stringify(token);
    this.message ||= `the expression of conditions is wrong at ${what}`;
    return null;
  }
}
