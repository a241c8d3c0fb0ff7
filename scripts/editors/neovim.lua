-- Asks Neovim, with the configuration of docs/editors.md, what a user would; the answers go to standard output as JSON, one line each.
local function tell(what, value)
  io.stdout:write(vim.fn.json_encode({ what, value }) .. '\n')
end

local function text()
  return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
end

-- Puts the cursor after some words, and answers the parameters of a request there.
local function after(words)
  vim.fn.cursor(1, 1)
  vim.fn.search('\\V' .. words, 'ce')
  local params = vim.lsp.util.make_position_params()
  params.position.character = params.position.character + 1
  return params
end

local function ask(method, params)
  local answers = vim.lsp.buf_request_sync(0, method, params, 30000)
  for _, answer in pairs(answers or {}) do
    if answer.result then return answer.result end
  end
end

vim.cmd('edit ' .. vim.env.CONFINE_FILE)
vim.wait(30000, function() return #vim.diagnostic.get(0) > 0 end)
local found = vim.diagnostic.get(0)
tell('findings', vim.tbl_map(function(one) return one.code end, found))

tell('hover', ask('textDocument/hover', after('net_ra')))

local list = ask('textDocument/completion', after('capability net_'))
tell('completion', vim.tbl_map(function(item) return item.label end, list and (list.items or list) or {}))

local one = found[1].user_data.lsp
local place = { start = { line = found[1].lnum, character = found[1].col }, ['end'] = { line = found[1].end_lnum, character = found[1].end_col } }
local diagnostic = { range = place, message = found[1].message, severity = found[1].severity, code = found[1].code, source = found[1].source, data = one and one.data }
local actions = ask('textDocument/codeAction', {
  textDocument = vim.lsp.util.make_text_document_params(),
  range = place,
  context = { diagnostics = { diagnostic } },
})
local action = actions[1]
if not action.edit then action = ask('codeAction/resolve', action) end
vim.lsp.util.apply_workspace_edit(action.edit, 'utf-16')
tell('fixed', text())
vim.cmd('qall!')
